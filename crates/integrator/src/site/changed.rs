//! What is said once a manifest was written.

use std::path::Path;

use serde::Serialize;

use crate::day;
use crate::manifest::mistakes::{self, Against, Level};
use crate::output::{Output, OutputError};
use crate::print::visible;

#[derive(Serialize)]
struct Changed<'a> {
    manifest: &'a Path,
    mistakes: usize,
    warnings: usize,
}

/// Says which file was written, and how much in it is still to be done.
pub(super) fn say(path: &Path, text: &str, output: &mut Output) -> Result<(), OutputError> {
    let against = Against {
        today: day::today_here(),
        previous: None,
    };
    let found = mistakes::find(text, &against);
    let of = |level: Level| found.iter().filter(|it| it.fault.level() == level).count();
    let changed = Changed {
        manifest: path,
        mistakes: of(Level::Mistake),
        warnings: of(Level::Warning),
    };
    let file = visible::one_line(&path.display().to_string());
    let Changed {
        mistakes, warnings, ..
    } = changed;
    let text = format!(
        "manifest  {file}\nto do     {mistakes} mistakes, {warnings} warnings; \
         `sealpost site check` names them"
    );
    output.result(&changed, &text)
}
