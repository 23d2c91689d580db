/// The colours of drawings: one sober set for all formats. Texts keep a contrast of at least 4.5 to 1 with what is
/// behind them (WCAG 2.2, 1.4.3), in light and dark.
enum DiagramStyle {
    /// A network's colour on light ground, and on dark.
    struct Colour {
        let light: String
        let dark: String
        /// Behind a network's texts.
        let pale: String
        let deep: String
    }

    /// Apart from each other for those who do not see red and green alike (after Okabe and Ito).
    static let networks = [
        Colour(light: "#1f6fb2", dark: "#6cb2eb", pale: "#e8f1f9", deep: "#16324a"),
        Colour(light: "#b3541e", dark: "#f0a06a", pale: "#fbeee6", deep: "#47260f"),
        Colour(light: "#1a7f5a", dark: "#5fcf9f", pale: "#e6f5ee", deep: "#113a2a"),
        Colour(light: "#8a4fa0", dark: "#c99ade", pale: "#f4ecf7", deep: "#38213f"),
        Colour(light: "#8a6d0b", dark: "#d9bc55", pale: "#f8f3de", deep: "#3a2f08"),
        Colour(light: "#a33a5a", dark: "#ee8fa9", pale: "#f9e9ee", deep: "#451a27"),
        Colour(light: "#31717f", dark: "#76c3d2", pale: "#e7f3f5", deep: "#16343b"),
        Colour(light: "#5c6670", dark: "#a9b4be", pale: "#eef0f2", deep: "#2a3037"),
    ]

    static func colour(_ network: Int) -> String { "n\(index(network))" }

    static func palette(_ network: Int) -> Colour { networks[index(network)] }

    private static func index(_ network: Int) -> Int { max(0, network) % networks.count }

    static let text = "#1d2733"
    static let quiet = "#55606b"
    static let line = "#8893a0"
    static let fault = "#b42318"
    static let flag = "#8a4b00"
    static let host = "#33404d"
    static let idle = "#eceff2"

    static var css: String {
        var css = """

            text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-size:12px;fill:\(text)}
            .title,.host text{font-size:14px;font-weight:bold}
            .member{font-size:13px;font-weight:bold}
            .plain{fill:\(quiet)}
            .address{font-family:Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
            .fault{fill:\(fault)}
            .flag{fill:\(flag)}
            .page{fill:#ffffff}
            .host rect{fill:\(host)}
            .host text{fill:#ffffff}
            path{fill:none;stroke:\(line);stroke-width:1.5}
            .way path{stroke-width:2}
            .way circle{fill:\(line)}
            .leg path{stroke-width:2}
            .port path{stroke:\(host)}
            .head,.port .head{fill:\(host);stroke:none}
            .frame{fill:#ffffff;stroke:#6b7785;stroke-width:1.2}
            .pile{fill:#ffffff;stroke:#a7b0ba}
            .inset{fill:#f5f7f9;stroke:#c3cad2}
            .stopped .frame{fill:\(idle);stroke-dasharray:5 4}
            .stopped .title,.stopped text{fill:\(quiet)}
            .marked .frame{stroke:\(fault)}
            .idle path{stroke-dasharray:4 4;opacity:.7}
            .idle text{fill:\(quiet)}
            .leg.faulty path,.cut path{stroke:\(fault);stroke-dasharray:6 4}

            """
        for (index, colour) in networks.enumerated() {
            css += ".n\(index) .bus,.n\(index) circle{fill:\(colour.light)}\n"
            css += ".n\(index) path{stroke:\(colour.light)}\n"
            css += ".n\(index) .title{fill:\(colour.light)}\n"
            css += ".n\(index) .netbox{fill:\(colour.pale);stroke:\(colour.light)}\n"
        }
        css += """
            @media (prefers-color-scheme:dark){
            text{fill:#e6eaee}
            .plain,.stopped .title,.stopped text,.idle text{fill:#a9b3be}
            .fault{fill:#ff9b8f}
            .flag{fill:#f0b866}
            .page{fill:#14191f}
            .host rect{fill:#d5dce3}
            .host text{fill:#14191f}
            path{stroke:#7b8793}
            .port path{stroke:#d5dce3}
            .head,.port .head{fill:#d5dce3}
            .frame{fill:#1e252d;stroke:#8b97a4}
            .pile{fill:#1e252d;stroke:#566270}
            .inset{fill:#28313b;stroke:#4a5663}
            .stopped .frame{fill:#191e24}
            .marked .frame,.leg.faulty path,.cut path{stroke:#ff9b8f}

            """
        for (index, colour) in networks.enumerated() {
            css += ".n\(index) .bus,.n\(index) circle{fill:\(colour.dark)}\n"
            css += ".n\(index) path{stroke:\(colour.dark)}\n"
            css += ".n\(index) .title{fill:\(colour.dark)}\n"
            css += ".n\(index) .netbox{fill:\(colour.deep);stroke:\(colour.dark)}\n"
        }
        return css + "}\n"
    }
}
