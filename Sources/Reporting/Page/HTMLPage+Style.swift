extension HTMLPage {
    /// Classes begin with `r-`: the drawing has its own style in the same page.
    static let style = """

        :root{--text:#1d2733;--quiet:#55606b;--page:#ffffff;--pale:#f5f7f9;--line:#d5dbe1;--link:#1b5fa8;--good:#1a6b3c;--good-pale:#e5f4ea;--bad:#a32018;--bad-pale:#fcebe9;--warning:#7a4a00;--warning-pale:#fdf1dc}
        @media (prefers-color-scheme:dark){:root{--text:#e6eaee;--quiet:#a9b3be;--page:#14191f;--pale:#1e252d;--line:#3a4550;--link:#8fc1f5;--good:#7fd3a0;--good-pale:#17321f;--bad:#ff9b8f;--bad-pale:#3d1c19;--warning:#f0b866;--warning-pale:#372a12}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:24px 32px 48px;max-width:1340px;background:var(--page);color:var(--text);font:16px/1.5 system-ui,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;overflow-wrap:break-word}
        h1{font-size:28px;line-height:1.2;margin:0 0 12px}
        h2{font-size:20px;line-height:1.3;margin:40px 0 12px;padding-top:8px;border-top:1px solid var(--line)}
        h3{font-size:16px;line-height:1.4;margin:0 0 4px;font-weight:600}
        p{margin:0 0 8px}
        .r-picture+p,.r-wide+dl+p,.r-narrow+p,table+p{margin-top:12px}
        code{font:13px/1.45 Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
        a{color:var(--link)}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:12px;font-size:15px}
        footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);color:var(--quiet);font-size:14px}
        .r-badges{display:flex;flex-wrap:wrap;gap:8px}
        .r-badge{display:inline-block;padding:1px 10px;border-radius:12px;font-size:14px;font-weight:600;background:var(--pale);color:var(--text)}
        .r-badge.r-good{background:var(--good-pale);color:var(--good)}
        .r-badge.r-bad{background:var(--bad-pale);color:var(--bad)}
        .r-badge.r-warning{background:var(--warning-pale);color:var(--warning)}
        .r-good{color:var(--good)}.r-bad{color:var(--bad)}.r-warning{color:var(--warning)}.r-quiet{color:var(--quiet)}
        .r-picture{overflow-x:auto;border:1px solid var(--line);border-radius:8px;padding:8px}
        .r-picture svg{display:block;margin:0 auto;max-width:100%;height:auto;min-width:calc(var(--drawn)*.8)}
        table{border-collapse:collapse;font-size:15px}
        th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
        thead th{color:var(--quiet);font-size:13px;font-weight:600}
        .r-table{width:100%}
        .r-wide{overflow-x:auto}
        .r-matrix th,.r-matrix td{padding:6px 10px;border:1px solid var(--line);text-align:center;vertical-align:middle}
        .r-matrix tbody th{text-align:left}
        .r-matrix td.r-good{background:var(--good-pale)}
        .r-matrix td.r-warning{background:var(--warning-pale)}
        .r-narrow{display:none;margin:0}
        .r-narrow dt{font-weight:600;margin-top:12px}
        .r-narrow dd{margin:0}
        .r-note{margin:0 0 12px;padding:10px 14px;border-left:4px solid var(--line);background:var(--pale);border-radius:0 6px 6px 0}
        .r-note p{margin:2px 0;font-size:15px}
        .r-steps{margin:4px 0 0;padding:0;list-style:none;color:var(--quiet)}
        .r-edge-bad{border-left-color:var(--bad)}.r-edge-warning{border-left-color:var(--warning)}.r-edge-good{border-left-color:var(--good)}
        @media screen and (max-width:720px){
        body{padding:16px 16px 32px}
        h1{font-size:24px}
        h2{margin-top:32px}
        .r-wide{display:none}
        .r-narrow{display:block}
        .r-picture svg{max-width:none}
        .r-table thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .r-table,.r-table tbody,.r-table tr{display:block}
        .r-table tr{padding:8px 0;border-bottom:1px solid var(--line)}
        .r-table td{display:grid;grid-template-columns:96px minmax(0,1fr);gap:8px;padding:2px 0;border:0}
        .r-table td.r-empty{display:none}
        .r-table td::before{content:attr(data-label);color:var(--quiet);font-size:13px;line-height:1.7}
        }
        @media print{
        :root{--text:#000;--quiet:#444;--page:#fff;--pale:#f5f5f5;--line:#bbb;--link:#000;--good:#1a6b3c;--good-pale:#fff;--bad:#a32018;--bad-pale:#fff;--warning:#7a4a00;--warning-pale:#fff}
        body{padding:0;max-width:none;font-size:10pt}
        table,.r-note p{font-size:9pt}
        code{font-size:7.5pt}
        .r-matrix th,.r-matrix td{padding:2px 4px}
        .r-wide{overflow:visible}
        nav{display:none}
        h2{break-after:avoid}
        .r-note,tr,.r-picture{break-inside:avoid}
        .r-picture{border:0;padding:0}
        .r-picture svg{max-height:230mm;min-width:0}
        }

        """
}
