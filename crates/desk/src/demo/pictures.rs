//! Pictures for the demo desk, drawn by formulas: shapes with soft edges, light from the left,
//! and enough grain to look taken rather than drawn.

use super::{
    papers::{receipt, screenshot},
    things::{mug, parcel, shoe},
};
use crate::{Error, Result};
use bytes::Bytes;
use model::{PictureBudget, PictureType, Quality};
use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex},
};

/// An encoded picture.
pub(super) struct Picture {
    pub(super) name: &'static str,
    pub(super) bytes: Bytes,
}

/// What there is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motif {
    /// A cup with a piece out of its rim.
    Mug,
    /// A cardboard box with a dent.
    Parcel,
    /// A shop's page with an error.
    Screenshot,
    /// A running shoe, sole coming off.
    Shoe,
    /// A crumpled receipt.
    Receipt,
    /// The same cup, whole.
    NewMug,
}

impl Motif {
    /// The picture, drawn when it is first asked for.
    pub(super) fn picture(self) -> Result<Arc<Picture>> {
        static DRAWN: Mutex<Vec<(Motif, Arc<Picture>)>> = Mutex::new(Vec::new());
        let mut drawn = DRAWN
            .lock()
            .map_err(|error| Error::internal(error.to_string()))?;
        if let Some((_, known)) = drawn.iter().find(|(motif, _)| *motif == self) {
            return Ok(Arc::clone(known));
        }
        let picture = Arc::new(self.draw()?);
        drawn.push((self, Arc::clone(&picture)));
        Ok(picture)
    }

    /// Draws it and encodes it as a phone would, or as a screen.
    fn draw(self) -> Result<Picture> {
        let (name, canvas) = match self {
            Self::Mug => ("IMG_2041.jpg", mug([0.82, 0.36, 0.27], true)),
            Self::NewMug => ("ersatz.jpg", mug([0.27, 0.48, 0.66], false)),
            Self::Parcel => ("pacco.jpg", parcel()),
            Self::Shoe => ("schuh.jpg", shoe()),
            Self::Receipt => ("scontrino.jpg", receipt()),
            Self::Screenshot => ("checkout.png", screenshot()),
        };
        let lossless = canvas.png().map_err(Error::internal)?;
        if let Self::Screenshot = self {
            return Ok(Picture {
                name,
                bytes: lossless.into(),
            });
        }
        let budget = PictureBudget {
            max_bytes: 140_000,
            max_edge: canvas.width,
            types: vec![PictureType::Jpeg],
            quality: Quality::Automatic,
        };
        let fitted = media::fit(&lossless, &budget, &mut |_| ControlFlow::Continue(()));
        let fitted = fitted.map_err(Error::internal)?;
        Ok(Picture {
            name,
            bytes: fitted.bytes.into(),
        })
    }
}
