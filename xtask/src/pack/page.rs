//! Rewrites the page that Trunk built.

use super::loader::{integrity, loader};
use super::tree::Files;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, errors::RewritingError, rewrite_str};
use std::cell::{Cell, RefCell};

const NAME: &str = "index.html";

/// Why the built page cannot be packed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageProblem {
    /// There is no index.html in UTF-8.
    #[error("it is missing or not UTF-8; run `cargo xtask build`")]
    Missing,
    /// The page does not preload exactly one wasm file, with its JavaScript beside it.
    #[error("Trunk named no program, or one whose files are not there")]
    NoProgram,
    /// There is not exactly one inline script, Trunk's own.
    #[error("it holds {0} inline scripts instead of Trunk's one; put scripts into files")]
    InlineScripts(usize),
    /// An attribute that the content security policy forbids.
    #[error("`{0}` is not allowed by the content security policy; put it into a file")]
    Inline(String),
    /// The page has not exactly one `meta` element of this name.
    #[error("it needs exactly one <meta name=\"{0}\">")]
    Meta(&'static str),
    /// The operator's key file holds no key in minisign's form.
    #[error("the operator's key is not a minisign public key")]
    OperatorKey,
    /// The page is not HTML that can be rewritten.
    #[error("it cannot be rewritten: {0}")]
    Html(String),
}

/// Finishes the page: loader as a file, operator and site filled in, nothing inline.
pub(super) fn finish(files: &mut Files, operator: &str, site: &str) -> Result<(), PageProblem> {
    // A minisign public key is 42 bytes: "Ed", a key id of 8 and the key of 32, in base64.
    if operator.len() != 56 || !operator.starts_with("RW") {
        return Err(PageProblem::OperatorKey);
    }
    let page = files
        .remove(NAME)
        .and_then(|page| String::from_utf8(page).ok())
        .ok_or(PageProblem::Missing)?;
    refuse_inline(&page)?;
    let wasm = preloaded_wasm(&page)?;
    let glue = wasm.replace("_bg.wasm", ".js");
    let program = files.get(&wasm).filter(|_| files.contains_key(&glue));
    let wasm_integrity = integrity(program.ok_or(PageProblem::NoProgram)?);

    let (name, text) = loader(&glue, &wasm, &wasm_integrity);
    let tag = format!(
        "<script type=\"module\" src=\"/{name}\" integrity=\"{}\" crossorigin=\"anonymous\"></script>",
        integrity(text.as_bytes())
    );
    let page = rewrite(&page, operator, site, &tag)?;
    files.insert(NAME.to_owned(), page.into_bytes());
    files.insert(name, text.into_bytes());
    Ok(())
}

/// Nothing inline may stand in the page but Trunk's script, which is taken out.
fn refuse_inline(page: &str) -> Result<(), PageProblem> {
    let scripts = Cell::new(0);
    let inline = RefCell::new(None);
    let check = |element: &mut Element| {
        let name = element.tag_name();
        if name == "script" && !element.has_attribute("src") {
            scripts.set(scripts.get() + 1);
        }
        let attribute = element
            .attributes()
            .iter()
            .map(lol_html::html_content::Attribute::name);
        let attribute = attribute
            .into_iter()
            .find(|name| name == "style" || name.starts_with("on"));
        if let Some(what) = attribute.or_else(|| (name == "style").then_some(name)) {
            inline.borrow_mut().get_or_insert(what);
        }
        Ok(())
    };
    rewrite_str(
        page,
        RewriteStrSettings::new().append_element_content_handler(element!("*", check)),
    )
    .map_err(unreadable)?;
    match (inline.take(), scripts.get()) {
        (Some(what), _) => Err(PageProblem::Inline(what)),
        (None, 1) => Ok(()),
        (None, count) => Err(PageProblem::InlineScripts(count)),
    }
}

/// The path of the wasm file that Trunk tells the browser to preload, without the leading slash.
fn preloaded_wasm(page: &str) -> Result<String, PageProblem> {
    let found = RefCell::new(Vec::new());
    let note = |link: &mut Element| {
        found.borrow_mut().extend(link.get_attribute("href"));
        Ok(())
    };
    let handler = element!("link[rel=preload][as=fetch]", note);
    rewrite_str(
        page,
        RewriteStrSettings::new().append_element_content_handler(handler),
    )
    .map_err(unreadable)?;
    match found.take().as_slice() {
        [path] if path.ends_with("_bg.wasm") => Ok(path.trim_start_matches('/').to_owned()),
        _ => Err(PageProblem::NoProgram),
    }
}

/// Puts the loader in the place of Trunk's script and fills in the two `meta` elements.
fn rewrite(page: &str, operator: &str, site: &str, tag: &str) -> Result<String, PageProblem> {
    let metas = [("sealpost-operator", operator), ("sealpost-site", site)];
    let filled = Cell::new([0; 2]);
    let fill = |meta: &mut Element| {
        let name = meta.get_attribute("name");
        for (index, (wanted, content)) in metas.iter().enumerate() {
            if name.as_deref() == Some(wanted) {
                meta.set_attribute("content", content)?;
                let mut counts = filled.get();
                counts[index] += 1;
                filled.set(counts);
            }
        }
        Ok(())
    };
    let replace = |script: &mut Element| {
        script.replace(tag, ContentType::Html);
        Ok(())
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[name]", fill))
        .append_element_content_handler(element!("script:not([src])", replace));
    let page = rewrite_str(page, settings).map_err(unreadable)?;
    match filled.get().iter().position(|count| *count != 1) {
        None => Ok(page),
        Some(index) => Err(PageProblem::Meta(metas[index].0)),
    }
}

fn unreadable(error: RewritingError) -> PageProblem {
    PageProblem::Html(error.to_string())
}
