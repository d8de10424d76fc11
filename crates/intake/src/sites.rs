use std::{io, path::Path as FilePath, sync::Arc};

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use submission::{JSON_MEDIA_TYPE, SignedSite, is_site_id};
use tokio::{fs::File, io::AsyncReadExt as _};

use crate::{failure::Failure, policy::SITE_FILE_MAX, state::Intake};

mod check;

pub use check::{SiteFileError, check_sites};

/// `GET /v1/sites/{site}`: a site's manifest and its signature, passed on unread.
///
/// An intake that checked the manifest would have to be believed; the app checks it itself.
pub(crate) async fn get(
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let Path(site) = path.map_err(|_| Failure::NotFound)?;
    // Also what keeps the path inside the folder: no dot, no slash.
    if !is_site_id(&site) {
        return Err(Failure::NotFound);
    }
    let signed = SignedSite {
        manifest: text_of(&intake.sites.join(format!("{site}.json"))).await?,
        minisig: text_of(&intake.sites.join(format!("{site}.json.minisig"))).await?,
    };
    Ok(([(CONTENT_TYPE, JSON_MEDIA_TYPE)], signed.to_json()).into_response())
}

async fn text_of(path: &FilePath) -> Result<String, Failure> {
    match read(path).await {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::NotFound),
        Err(error) => Err(Failure::File(error.kind())),
    }
}

async fn read(path: &FilePath) -> io::Result<String> {
    let file = File::open(path).await?;
    let mut text = String::new();
    let len = file
        .take(SITE_FILE_MAX + 1)
        .read_to_string(&mut text)
        .await?;
    if len as u64 > SITE_FILE_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}
