/// The version of BIND whose dig, host and nslookup are imitated.
enum BINDVersion {
    static let text = "9.18.49"
}
