//! The figures as a picture: how many MiB of a file each contender seals in a second.

use super::browser::contenders;
use serde_json::Value;
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const ROW: usize = 34;
/// Where the bars begin.
const LEFT: f64 = 230.0;
const HUNDRED_MIB: &str = "104857600";

/// An SVG that follows the reader's light or dark colours.
pub(super) fn draw(measured: &Value) -> String {
    let speeds: Vec<(&str, f64)> = contenders(measured)
        .into_iter()
        .filter_map(|(name, figures)| Some((name, 100_000.0 / figures[HUNDRED_MIB].as_f64()?)))
        .collect();
    let most = speeds.iter().fold(1.0_f64, |most, (_, it)| most.max(*it));
    let height = 46 + ROW * speeds.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\" role=\"img\">\n\
         <title>Sealing 100 MiB in the browser: MiB of the file a second</title>\n\
         <style>text {{ fill: #18262b }} .ours {{ fill: #0f4c4f }} .theirs {{ fill: #7b898f }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #eef4f3 }} .ours {{ fill: #58b3ac }} }}</style>\n\
         <text x=\"0\" y=\"20\" font-weight=\"600\">100 MiB sealed in the browser, MiB a second</text>\n"
    );
    for (row, (name, speed)) in speeds.iter().enumerate() {
        let y = 40 + ROW * row;
        let width = (WIDTH - LEFT - 70.0) * speed / most;
        let class = match name.starts_with("Sealpost") {
            true => "ours",
            false => "theirs",
        };
        let text = y + 16;
        let after = LEFT + width + 8.0;
        writeln!(
            svg,
            "<text x=\"0\" y=\"{text}\">{name}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width:.1}\" height=\"22\" rx=\"3\"/>\
             <text x=\"{after:.1}\" y=\"{text}\">{speed:.0}</text>"
        )
        .expect("writing to a text does not fail");
    }
    svg.push_str("</svg>\n");
    svg
}
