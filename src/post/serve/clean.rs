//! A picture without what stands in it beside the picture.

use picture::{Look, look, strip};

use crate::browser::file::{Held, Unreadable};
use crate::browser::picture::redraw;
use crate::model::CleanProblem;
use crate::post::job::Cleaned;

/// Takes the metadata out of a JPEG, PNG or WebP picture. Any other picture that the browser can
/// show is drawn anew, as a JPEG picture.
pub(super) async fn clean(file: &Held) -> Result<Cleaned, CleanProblem> {
    let unreadable = |Unreadable| CleanProblem::Unreadable;
    let beginning = file.part(0, picture::LOOK_LEN).await.map_err(unreadable)?;
    match look(&beginning) {
        Look::Strippable => stripped(&file.bytes().await.map_err(unreadable)?),
        Look::OtherPicture => {
            let drawn = redraw(file).await.ok_or(CleanProblem::Unclean)?;
            // What the browser writes into it beside the picture goes too.
            stripped(&drawn.bytes().await.map_err(unreadable)?)
        }
        Look::NoPicture => Err(CleanProblem::NoPicture),
    }
}

fn stripped(bytes: &[u8]) -> Result<Cleaned, CleanProblem> {
    let stripped = strip(bytes).map_err(|_| CleanProblem::Unclean)?;
    Ok(Cleaned {
        held: Held::moved(&stripped.bytes),
        media_type: stripped.format.media_type().to_owned(),
    })
}
