/// A drawing as one HTML page that asks nothing of the world: the SVG, a few lines of style, and a script that pans,
/// zooms and shows a container's details. Names stand in the SVG alone, as text.
struct HTMLRenderer {
    static func render(_ diagram: Diagram, _ drawing: Drawing) -> String {
        let svg = SVGRenderer.render(diagram, drawing, details: .desc)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\(DiagramText.xml(diagram.hostName)): \(diagram.containerCount) containers, \(diagram.networks.count) networks</title>
            <style>\(style)</style>
            </head>
            <body>
            <div id="stage">
            \(svg)</div>
            <div id="tools"><button id="in" title="Zoom in">+</button><button id="out" title="Zoom out">−</button><button id="fit" title="Fit to the window">fit</button></div>
            <div id="tip" hidden></div>
            <script>\(script)</script>
            </body>
            </html>

            """
    }

    private static let style = """

        html,body{margin:0;height:100%;overflow:hidden;background:#fff}
        #stage{width:100%;height:100%;cursor:grab;touch-action:none}
        #stage.held{cursor:grabbing}
        #stage svg{width:100%;height:100%;display:block;user-select:none}
        .box{cursor:default}
        .box:hover .frame{stroke-width:2.5}
        #tools{position:fixed;right:16px;top:16px;display:flex;gap:4px}
        #tools button{font:14px sans-serif;min-width:34px;height:30px;border:1px solid #a7b0ba;border-radius:5px;background:#fff;color:#1d2733;cursor:pointer}
        #tip{position:fixed;max-width:480px;padding:8px 12px;border-radius:6px;background:#1d2733;color:#fff;font:12px/1.5 Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;pointer-events:none;overflow-wrap:anywhere}
        @media (prefers-color-scheme:dark){
        html,body{background:#14191f}
        #tools button{background:#1e252d;color:#e6eaee;border-color:#566270}
        #tip{background:#e6eaee;color:#14191f}
        }

        """

    private static let script = """

        (function () {
          "use strict";
          var stage = document.getElementById("stage"), svg = document.getElementById("netsim");
          var tip = document.getElementById("tip");
          var full = svg.viewBox.baseVal;
          var home = { x: full.x, y: full.y, w: full.width, h: full.height };
          var view, held = null;
          function show() { svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" ")); }
          // Not larger than life: a small drawing stays small.
          function fit() {
            var w = Math.max(home.w, stage.clientWidth), h = Math.max(home.h, stage.clientHeight);
            view = { x: home.x - (w - home.w) / 2, y: home.y - (h - home.h) / 2, w: w, h: h };
            if (home.h < stage.clientHeight) { view.y = Math.max(view.y, home.y - 40); }
            show();
          }
          function scale() { return Math.max(view.w / stage.clientWidth, view.h / stage.clientHeight); }
          function zoom(factor, x, y) {
            var w = view.w * factor;
            if (w < 60 || w > home.w * 20 + 4000) { return; }
            var matrix = svg.getScreenCTM(), point = svg.createSVGPoint();
            if (!matrix) { return; }
            point.x = x; point.y = y;
            var at = point.matrixTransform(matrix.inverse());
            view = { x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor, w: w, h: view.h * factor };
            show();
          }
          function centre(factor) { zoom(factor, stage.clientWidth / 2, stage.clientHeight / 2); }
          stage.addEventListener("wheel", function (event) {
            event.preventDefault();
            zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
          }, { passive: false });
          stage.addEventListener("pointerdown", function (event) {
            held = { x: event.clientX, y: event.clientY };
            stage.classList.add("held");
            stage.setPointerCapture(event.pointerId);
            tip.hidden = true;
          });
          stage.addEventListener("pointermove", function (event) {
            if (held) {
              view.x -= (event.clientX - held.x) * scale();
              view.y -= (event.clientY - held.y) * scale();
              held = { x: event.clientX, y: event.clientY };
              show();
              return;
            }
            var box = event.target.closest(".box"), text = box && box.querySelector("desc");
            if (!text) { tip.hidden = true; return; }
            tip.textContent = text.textContent;
            tip.hidden = false;
            tip.style.left = Math.max(8, Math.min(event.clientX + 16, window.innerWidth - tip.offsetWidth - 8)) + "px";
            tip.style.top = Math.max(8, Math.min(event.clientY + 16, window.innerHeight - tip.offsetHeight - 8)) + "px";
          });
          function release() { held = null; stage.classList.remove("held"); }
          stage.addEventListener("pointerup", release);
          stage.addEventListener("pointercancel", release);
          stage.addEventListener("pointerleave", function () { tip.hidden = true; });
          document.getElementById("in").addEventListener("click", function () { centre(1 / 1.3); });
          document.getElementById("out").addEventListener("click", function () { centre(1.3); });
          document.getElementById("fit").addEventListener("click", fit);
          window.addEventListener("keydown", function (event) {
            if (event.key === "+" || event.key === "=") { centre(1 / 1.3); }
            if (event.key === "-") { centre(1.3); }
            if (event.key === "0") { fit(); }
          });
          window.addEventListener("resize", fit);
          fit();
        })();

        """
}
