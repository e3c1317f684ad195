//! A file is opened: it may hold one notebook or several, each of which is taken in for itself.

use std::io::{Read, Seek};

use super::{FileContent, TakingIn};
use crate::app::exchange::ExchangeError;
use crate::app::exchange::shelf::Shelf;
use crate::format::bundle::{BundleProblem, Notebooks, Reader};
use crate::text::{ReturnedWords, Words};

impl<S: Shelf> TakingIn<'_, S> {
    /// Takes a file in; `progress` hears how many parts of a notebook were read, and of how many. A kit older than what is
    /// here is refused before anything of it is written.
    ///
    /// # Errors
    /// Why nothing, or not all, of it was taken.
    pub async fn file(
        &mut self,
        name: &str,
        source: impl Read + Seek,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), ExchangeError> {
        name.clone_into(&mut self.name);
        let mut notebooks = Notebooks::of(source);
        let are_several = notebooks.are_several();
        if are_several {
            // Each says which one it is.
            self.files = self.files.max(2);
        }
        for (inside, notebook) in notebooks {
            self.name =
                if inside.is_empty() { name.to_owned() } else { format!("{name}/{inside}") };
            let done = match notebook {
                Ok(reader) => self.notebook(name, reader, progress).await,
                Err(why) if why.is_remark() => {
                    self.remark(&why);
                    Ok(())
                }
                Err(BundleProblem::NotANotebook) if self.files > 1 => {
                    self.no_notebook();
                    Ok(())
                }
                Err(why) => Err(ExchangeError::File(why.words(self.language))),
            };
            match done {
                Err(why) if !are_several || matches!(why, ExchangeError::NotStored(_)) => {
                    return Err(why);
                }
                // One that cannot be read keeps none of the others out.
                done => self.refuse(done.err()),
            }
        }
        Ok(())
    }

    /// Takes one notebook of a file in.
    async fn notebook(
        &mut self,
        file: &str,
        reader: Reader<impl Read + Seek>,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), ExchangeError> {
        self.file = FileContent::of(file, reader.is_whole());
        self.is_exact = reader.is_exact();
        let taken = self.whole_file(reader, progress).await;
        // What was written of it stays, and speaks for its phone as far as it goes.
        let settled = self.settle().await.map_err(ExchangeError::NotStored);
        let file = std::mem::take(&mut self.file);
        let is_empty = file.is_empty();
        if file.is_campaign() {
            self.note(ReturnedWords::of(self.language).campaign.to_owned());
        }
        if taken.is_ok() && settled.is_ok() && !is_empty {
            self.read.push(file);
        }
        taken.and(settled)?;
        if is_empty && self.files > 1 {
            self.report.partly = true;
            self.problem((Words::of(self.language).job_nothing_read)("").trim().to_owned());
        }
        Ok(())
    }
}
