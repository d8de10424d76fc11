//! The fenced blocks of the guide.

use crate::failure::{Failure, at};
use std::fs;
use std::path::Path;

/// What a block is, by the words after its fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `bash`: commands, run in the order of the guide in one shell.
    Shell,
    /// `bash intake`: the command in the second terminal, which goes on.
    Intake,
    /// `python`: lines of a file in `examples/python`.
    Python,
    /// `typescript`: lines of a file in `examples/typescript`.
    TypeScript,
    /// `json`: shown alone.
    Json,
}

/// One fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The line of its first fence, counted from 1.
    pub(super) line: usize,
    /// The lines between its fences, each with its line feed.
    pub(super) text: String,
}

impl Block {
    /// What is wrong with it.
    pub(super) fn wrong(&self, what: &str) -> Failure {
        Failure::Guide(format!("line {}: {what}", self.line))
    }
}

/// All blocks, in their order. A block of another kind is a mistake: nobody would try it.
pub(super) fn read(guide: &str) -> Result<Vec<Block>, Failure> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (index, line) in guide.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(_), true) => open = false,
            (Some(words), false) => {
                let line = index + 1;
                let kind = kind(words).ok_or_else(|| {
                    Failure::Guide(format!("line {line}: a block of the kind {words:?}"))
                })?;
                let text = String::new();
                blocks.push(Block { kind, line, text });
                open = true;
            }
            (None, true) => {
                let block = blocks.last_mut().expect("one was opened");
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, false) => {}
        }
    }
    match blocks.last() {
        Some(block) if open => Err(block.wrong("a block that does not end")),
        _ => Ok(blocks),
    }
}

fn kind(words: &str) -> Option<Kind> {
    Some(match words {
        "bash" => Kind::Shell,
        "bash intake" => Kind::Intake,
        "python" => Kind::Python,
        "typescript" => Kind::TypeScript,
        "json" => Kind::Json,
        _ => return None,
    })
}

/// The first block of commands with these words.
pub(super) fn with<'a>(blocks: &'a [Block], words: &str) -> Result<&'a str, Failure> {
    let mut commands = blocks.iter().filter(|it| it.kind == Kind::Shell);
    match commands.find(|it| it.text.contains(words)) {
        Some(block) => Ok(&block.text),
        None => Err(Failure::Guide(format!("no commands with {words:?}"))),
    }
}

/// What the commands call, and how the guide says that it is needed.
const NEEDS: [(&str, &str); 5] = [
    ("curl ", "`curl`"),
    ("jq ", "`jq`"),
    ("openssl ", "`openssl`"),
    ("python3 ", "`pip install 'cryptography>=50'`"),
    ("node ", "`npm ci`"),
];

/// Sees that what the commands need is named before the first of them that needs it: here it is
/// there in any case.
pub(super) fn check_needs(guide: &str, blocks: &[Block]) -> Result<(), Failure> {
    for (program, named) in NEEDS {
        let mut commands = blocks.iter().filter(|it| it.kind == Kind::Shell);
        let first = commands.find(|it| it.text.contains(program));
        let before = |block: &Block| {
            let mut lines = guide.lines().take(block.line);
            lines.any(|it| it.contains(named))
        };
        if let Some(block) = first.filter(|it| !before(it)) {
            return Err(block.wrong(&format!("needs what was not named: {named}")));
        }
    }
    Ok(())
}

/// Sees that each quotation stands, line for line, in one of the files that are run, and that
/// there are some.
pub(super) fn check_quotes(blocks: &[Block], examples: &Path) -> Result<(), Failure> {
    for (kind, language, extension) in [
        (Kind::Python, "python", "py"),
        (Kind::TypeScript, "typescript", "ts"),
    ] {
        let files = sources(&examples.join(language), extension)?;
        let mut quotations = 0;
        for block in blocks.iter().filter(|it| it.kind == kind) {
            let stands = |file: &String| {
                file.starts_with(&block.text) || file.contains(&format!("\n{}", block.text))
            };
            if !files.iter().any(stands) {
                return Err(block.wrong(&format!("not in examples/{language}")));
            }
            quotations += 1;
        }
        if quotations == 0 {
            return Err(Failure::Guide(format!("no {language} is quoted")));
        }
    }
    Ok(())
}

fn sources(folder: &Path, extension: &str) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    for file in at(folder, fs::read_dir(folder))? {
        let path = at(folder, file)?.path();
        if path.extension().is_some_and(|it| it == extension) {
            files.push(at(&path, fs::read_to_string(&path))?);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
