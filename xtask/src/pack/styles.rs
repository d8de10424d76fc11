//! One stylesheet instead of several: one answer to wait for, and fewer bytes together than apart.

use super::page::{self, PageProblem};
use super::tree::Files;
use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::cell::Cell;

const NAME: &str = "style.css";
const STYLESHEETS: &str = "link[rel=stylesheet]";

/// Puts the text of every stylesheet of the page, in their order, into one file, and leaves one
/// link, to that.
pub(super) fn merge(files: &mut Files) -> Result<(), PageProblem> {
    let hrefs = page::hrefs(page::text(files)?, STYLESHEETS)?;
    let mut merged = Vec::new();
    for href in &hrefs {
        let path = href.trim_start_matches('/');
        let sheet = files.remove(path);
        merged.extend(sheet.ok_or_else(|| PageProblem::NoFile(path.to_owned()))?);
    }
    if !hrefs.is_empty() {
        files.insert(NAME.to_owned(), merged);
    }

    let seen = Cell::new(false);
    let keep_first = |link: &mut Element| {
        if seen.replace(true) {
            link.remove();
        } else {
            link.set_attribute("href", &format!("/{NAME}"))?;
        }
        Ok(())
    };
    let settings =
        RewriteStrSettings::new().append_element_content_handler(element!(STYLESHEETS, keep_first));
    let page = rewrite_str(page::text(files)?, settings).map_err(page::unreadable)?;
    files.insert(page::NAME.to_owned(), page.into_bytes());
    Ok(())
}
