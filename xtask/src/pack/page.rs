//! Rewrites the page that Trunk built.

use super::loader::{Linked, Links, digest_name, filled, integrity};
use super::styles;
use super::tree::Files;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, errors::RewritingError, rewrite_str};
use std::cell::{Cell, RefCell};

/// The page's path below the app's folder.
pub(super) const NAME: &str = "index.html";

/// Why the built page cannot be packed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageProblem {
    /// There is no index.html in UTF-8.
    #[error("it is missing or not UTF-8; run `cargo xtask build`")]
    Missing,
    /// The page does not preload exactly one wasm file, with its JavaScript beside it.
    #[error("Trunk named no program, or one whose files are not there")]
    NoProgram,
    /// The program's script is not the loader with a place for the program.
    #[error("its script has no place for the program; run `cargo xtask build`")]
    NoLoader,
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

/// The two files of the program that seals and sends, as they are built.
pub(super) const POST: Worker = Worker {
    glue: "post.js",
    wasm: "post_bg.wasm",
};

/// The two files of a program.
#[derive(Debug)]
pub(super) struct Worker {
    /// The JavaScript that starts it.
    pub(super) glue: &'static str,
    /// The program itself.
    pub(super) wasm: &'static str,
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

/// Finishes the page: the loader in its place, operator and site filled in, nothing inline.
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
    styles::merge(files)?;
    let mut links = Links::new();
    let post = name_script(files, POST.glue, POST.wasm)?;
    let post = ["/", &post.script.path].concat();
    let named = name_script(files, &program.glue, &program.wasm)?;
    links.insert(program.wasm, named.wasm);
    links.insert(program.glue.clone(), named.script);
    for href in hrefs(text(files)?, "link[integrity]")? {
        let path = href.trim_start_matches('/').to_owned();
        if !links.contains_key(&path) {
            links.insert(path.clone(), rename(files, &path)?);
        }
    }
    let filled = Filled {
        metas: [
            ("sealpost-operator", operator),
            ("sealpost-site", site),
            ("sealpost-post", &post),
        ],
        loader: links.remove(&program.glue).ok_or(PageProblem::NoProgram)?,
        links,
    };
    let page = rewrite(text(files)?, &filled)?;
    files.insert(NAME.to_owned(), page.into_bytes());
    Ok(())
}

/// The files of a program under their new names.
struct Named {
    script: Linked,
    wasm: Linked,
}

/// Names a program's files by their digests: the program first, because the script that loads it
/// holds its name and digest.
fn name_script(files: &mut Files, glue: &str, wasm: &str) -> Result<Named, PageProblem> {
    let wasm = rename(files, wasm)?;
    let script = files.get(glue).ok_or(PageProblem::NoProgram)?;
    let script = filled(script, &wasm).ok_or(PageProblem::NoLoader)?;
    files.insert(glue.to_owned(), script);
    let script = rename(files, glue)?;
    Ok(Named { script, wasm })
}

/// Gives a file that the page names with an integrity value a name with its own digest.
///
/// Trunk's names come from what it was given, not from what was made of it since; and what a
/// server may let be cached for ever must have another name whenever it is another file.
fn rename(files: &mut Files, old: &str) -> Result<Linked, PageProblem> {
    let content = files
        .remove(old)
        .ok_or_else(|| PageProblem::NoFile(old.to_owned()))?;
    let linked = Linked {
        path: digest_name(old, &content),
        integrity: integrity(&content),
    };
    files.insert(linked.path.clone(), content);
    Ok(linked)
}

pub(super) fn text(files: &Files) -> Result<&str, PageProblem> {
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
pub(super) fn hrefs(page: &str, selector: &str) -> Result<Vec<String>, PageProblem> {
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
    metas: [(&'static str, &'a str); 3],
    /// The linked files by the paths that Trunk gave them.
    links: Links,
    /// The script that starts the program.
    loader: Linked,
}

/// Puts the loader in the place of Trunk's script, gives the links their new names, and fills in
/// the `meta` elements.
fn rewrite(page: &str, filled: &Filled) -> Result<String, PageProblem> {
    let counts = Cell::new([0; 3]);
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
    let name_anew = |link: &mut Element| {
        let href = link.get_attribute("href").unwrap_or_default();
        if let Some(linked) = filled.links.get(href.trim_start_matches('/')) {
            link.set_attribute("href", &format!("/{}", linked.path))?;
            link.set_attribute("integrity", &linked.integrity)?;
        } else {
            // The script is the page's own element now, and needs no preloading.
            link.remove();
        }
        Ok(())
    };
    let replace = |script: &mut Element| {
        let Linked { path, integrity } = &filled.loader;
        let element = format!(
            "<script type=\"module\" src=\"/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>"
        );
        script.replace(&element, ContentType::Html);
        Ok(())
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[name]", fill))
        .append_element_content_handler(element!("link[integrity]", name_anew))
        .append_element_content_handler(element!("script:not([src])", replace));
    let page = rewrite_str(page, settings).map_err(unreadable)?;
    match counts.get().iter().position(|count| *count != 1) {
        None => Ok(page),
        Some(index) => Err(PageProblem::Meta(filled.metas[index].0)),
    }
}

pub(super) fn unreadable(error: RewritingError) -> PageProblem {
    PageProblem::Html(error.to_string())
}
