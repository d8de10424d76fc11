//! Rewrites the page that Trunk built.

use super::loader::{Linked, Links, digest_name, integrity, loader};
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
    /// A file that the page names is not there.
    #[error("it names {0}, which is not there")]
    NoFile(String),
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

/// The two files of the program that Trunk's page starts, as paths below the app's folder.
#[derive(Debug)]
pub(super) struct Program {
    /// The JavaScript that wasm-bindgen wrote.
    pub(super) glue: String,
    /// The program itself.
    pub(super) wasm: String,
}

/// Finds the program that the built page starts.
pub(super) fn program(files: &Files) -> Result<Program, PageProblem> {
    let wasm = preloaded_wasm(text(files)?)?;
    let glue = wasm.replace("_bg.wasm", ".js");
    match files.contains_key(&wasm) && files.contains_key(&glue) {
        true => Ok(Program { glue, wasm }),
        false => Err(PageProblem::NoProgram),
    }
}

/// Finishes the page: loader as a file, operator and site filled in, nothing inline.
pub(super) fn finish(
    files: &mut Files,
    program: Program,
    operator: &str,
    site: &str,
) -> Result<(), PageProblem> {
    // A minisign public key is 42 bytes: "Ed", a key id of 8 and the key of 32, in base64.
    if operator.len() != 56 || !operator.starts_with("RW") {
        return Err(PageProblem::OperatorKey);
    }
    refuse_inline(text(files)?)?;
    let links = rename_linked(files)?;
    let new = |path: &str| links.get(&format!("/{path}")).ok_or(PageProblem::NoProgram);
    let (loader_name, loader) = loader(new(&program.glue)?, new(&program.wasm)?);
    let filled = Filled {
        metas: [("sealpost-operator", operator), ("sealpost-site", site)],
        links,
        loader: format!(
            "<script type=\"module\" src=\"/{loader_name}\" integrity=\"{}\" crossorigin=\"anonymous\"></script>",
            integrity(loader.as_bytes())
        ),
    };
    let page = rewrite(text(files)?, &filled)?;
    files.insert(NAME.to_owned(), page.into_bytes());
    files.insert(loader_name, loader.into_bytes());
    Ok(())
}

/// Gives every file that the page names with an integrity value a name with its own digest.
///
/// Trunk's names come from what it was given, not from what was made of it since; and what a
/// server may let be cached for ever must have another name whenever it is another file.
fn rename_linked(files: &mut Files) -> Result<Links, PageProblem> {
    let mut links = Links::new();
    for href in hrefs(text(files)?, "link[integrity]")? {
        let old = href.trim_start_matches('/');
        let content = files
            .remove(old)
            .ok_or_else(|| PageProblem::NoFile(old.to_owned()))?;
        let path = digest_name(old, &content);
        links.insert(
            href,
            Linked {
                path: path.clone(),
                integrity: integrity(&content),
            },
        );
        files.insert(path, content);
    }
    Ok(links)
}

fn text(files: &Files) -> Result<&str, PageProblem> {
    let page = files.get(NAME).ok_or(PageProblem::Missing)?;
    std::str::from_utf8(page).map_err(|_| PageProblem::Missing)
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
    match hrefs(page, "link[rel=preload][as=fetch]")?.as_slice() {
        [path] if path.ends_with("_bg.wasm") => Ok(path.trim_start_matches('/').to_owned()),
        _ => Err(PageProblem::NoProgram),
    }
}

/// The addresses of the links that a selector finds.
fn hrefs(page: &str, selector: &str) -> Result<Vec<String>, PageProblem> {
    let found = RefCell::new(Vec::new());
    let note = |link: &mut Element| {
        found.borrow_mut().extend(link.get_attribute("href"));
        Ok(())
    };
    let settings =
        RewriteStrSettings::new().append_element_content_handler(element!(selector, note));
    rewrite_str(page, settings).map_err(unreadable)?;
    Ok(found.take())
}

/// What goes into the page.
struct Filled<'a> {
    /// Names and contents of `meta` elements.
    metas: [(&'static str, &'a str); 2],
    /// The linked files by the addresses that Trunk gave them.
    links: Links,
    /// The element that starts the loader.
    loader: String,
}

/// Puts the loader in the place of Trunk's script, gives the links their new names, and fills in the `meta` elements.
fn rewrite(page: &str, filled: &Filled) -> Result<String, PageProblem> {
    let counts = Cell::new([0; 2]);
    let fill = |meta: &mut Element| {
        let name = meta.get_attribute("name");
        for (index, (wanted, content)) in filled.metas.iter().enumerate() {
            if name.as_deref() == Some(wanted) {
                meta.set_attribute("content", content)?;
                let mut counted = counts.get();
                counted[index] += 1;
                counts.set(counted);
            }
        }
        Ok(())
    };
    let rename = |link: &mut Element| {
        let linked = link
            .get_attribute("href")
            .and_then(|href| filled.links.get(&href));
        if let Some(linked) = linked {
            link.set_attribute("href", &format!("/{}", linked.path))?;
            link.set_attribute("integrity", &linked.integrity)?;
        }
        Ok(())
    };
    let replace = |script: &mut Element| {
        script.replace(&filled.loader, ContentType::Html);
        Ok(())
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[name]", fill))
        .append_element_content_handler(element!("link[integrity]", rename))
        .append_element_content_handler(element!("script:not([src])", replace));
    let page = rewrite_str(page, settings).map_err(unreadable)?;
    match counts.get().iter().position(|count| *count != 1) {
        None => Ok(page),
        Some(index) => Err(PageProblem::Meta(filled.metas[index].0)),
    }
}

fn unreadable(error: RewritingError) -> PageProblem {
    PageProblem::Html(error.to_string())
}
