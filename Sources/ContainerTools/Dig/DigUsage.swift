/// What dig says about itself.
enum DigUsage {
    private static let synopsis = """
        Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
                    {global-d-opt} host [@local-server] {local-d-opt}
                    [ host [@local-server] {local-d-opt} [...]]

        """

    /// Behind a fault.
    static let short = synopsis + "\nUse \"dig -h\" (or \"dig -h | more\") for complete list of options\n"

    /// The options that mean something here; `-h` prints it.
    static let help =
        synopsis + """
            Where:  domain\t  is in the Domain Name System
                    q-class  is one of (in,hs,ch,...) [default: in]
                    q-type   is one of (a,any,mx,ns,soa,hinfo,axfr,txt,...) [default:a]
                    q-opt    is one of:
                             -4                  (use IPv4 query transport only)
                             -6                  (use IPv6 query transport only)
                             -b address[#port]   (bind to source address/port)
                             -c class            (specify query class)
                             -p port             (specify port number)
                             -q name             (specify query name)
                             -t type             (specify query type)
                             -u                  (display times in usec instead of msec)
                             -x dot-notation     (shortcut for reverse lookups)
                    d-opt    is of the form +keyword[=value], where keyword is:
                             +[no]aaflag         (Set AA flag in query (+[no]aaflag))
                             +[no]additional     (Control display of additional section)
                             +[no]adflag         (Set AD flag in query (default on))
                             +[no]all            (Set or clear all display flags)
                             +[no]answer         (Control display of answer section)
                             +[no]authority      (Control display of authority section)
                             +bufsize[=###]      (Set EDNS0 Max UDP packet size)
                             +[no]cdflag         (Set checking disabled flag in query)
                             +[no]class          (Control display of class in records)
                             +[no]cmd            (Control display of command line -
                                                  global option)
                             +[no]comments       (Control display of packet header
                                                  and section name comments)
                             +[no]cookie         (Add a COOKIE option to the request)
                             +[no]dnssec         (Request DNSSEC records)
                             +domain=###         (Set default domainname)
                             +[no]edns[=###]     (Set EDNS version) [0]
                             +ednsflags=###      (Set undefined EDNS flag bits)
                             +ednsopt=###[:value] (Send specified EDNS option)
                             +[no]expandaaaa     (Expand AAAA records)
                             +[no]fail           (Don't try next server on SERVFAIL)
                             +[no]identify       (ID responders in short answers)
                             +[no]ignore         (Don't revert to TCP for TC responses.)
                             +[no]multiline      (Print records in an expanded format)
                             +ndots=###          (Set search NDOTS value)
                             +[no]nsid           (Request Name Server ID)
                             +padding=###        (Set padding block size [0])
                             +qid=###            (Specify the query ID to use when sending
                                                  queries)
                             +[no]qr             (Print question before sending)
                             +[no]question       (Control display of question section)
                             +[no]rdflag         (Recursive mode (+[no]recurse))
                             +retry=###          (Set number of UDP retries) [2]
                             +[no]search         (Set whether to use searchlist)
                             +[no]short          (Display nothing except short
                                                  form of answers - global option)
                             +[no]showsearch     (Search with intermediate results)
                             +[no]stats          (Control display of statistics)
                             +subnet=addr        (Set edns-client-subnet option)
                             +[no]tcp            (TCP mode (+[no]vc))
                             +timeout=###        (Set query timeout) [5]
                             +tries=###          (Set number of UDP attempts) [3]
                             +[no]ttlid          (Control display of ttls in records)
                             +[no]ttlunits       (Display TTLs in human-readable units)
                    global d-opts and servers (before host name) affect all queries.
                    local d-opts and servers (after host name) affect only that lookup.
                    -h                           (print help and exit)
                    -v                           (print version and exit)

            """
}
