//! Puts the built app into the program when `SEALPOST_APP` names its folder.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The variable that names the folder of the built app, as an absolute path.
const VARIABLE: &str = "SEALPOST_APP";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    let table = match env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        None => "None".to_owned(),
        Some(folder) => format!("Some(&[{}])", entries(Path::new(&folder))?),
    };
    let output = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names a folder")?);
    Ok(fs::write(output.join("app.rs"), table)?)
}

/// The name and the content of each file below `folder`, as Rust.
fn entries(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let place = folder.display();
    if !folder.is_absolute() {
        return Err(format!("{VARIABLE} is not an absolute path: {place}").into());
    }
    // Noticed when a file comes or goes; the compiler itself looks at each that is there.
    println!("cargo::rerun-if-changed={place}");
    let mut paths = Vec::new();
    find(folder, &mut paths).map_err(|error| format!("{VARIABLE}: {place}: {error}"))?;
    paths.sort();
    if !paths.contains(&folder.join("index.html")) {
        return Err(
            format!("{VARIABLE} is not the built app, it has no index.html: {place}").into(),
        );
    }
    let mut entries = String::new();
    for path in paths {
        let name = path.strip_prefix(folder)?.to_str();
        let name = name.ok_or("a file of the app has a name that is not text")?;
        let path = path.to_str().ok_or("the app's folder is not text")?;
        entries.push_str(&format!("({name:?}, include_bytes!({path:?})),\n"));
    }
    Ok(entries)
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => find(&path, paths)?,
            false => paths.push(path),
        }
    }
    Ok(())
}
