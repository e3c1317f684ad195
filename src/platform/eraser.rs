//! Taking records and photos out of the notebook on disk, in one durable transaction each.

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;

use super::disk::Disk;
use super::store::{MEDIA, RECORDS, strict, with_connection};
use crate::app::exchange::erasing;
use crate::app::exchange::shelf::Stored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::v1::key_range;

/// Removes a walk, and every photo that no other one names.
///
/// # Errors
/// When storage cannot be read or written; then everything is still there.
pub async fn wipe(walk: WalkId) -> Stored<()> {
    erasing::wipe(&Disk, walk).await
}

/// The names of all photos and maps.
///
/// # Errors
/// When storage cannot be read.
pub(super) async fn all_media() -> Stored<Vec<MediaId>> {
    with_connection(|database| async move {
        let transaction = database.transaction(MEDIA).build()?;
        let store = transaction.object_store(MEDIA)?;
        let keys = store.get_all_keys::<String>().primitive()?.await?;
        let keys = keys.collect::<Result<Vec<String>, _>>()?;
        Ok(keys.iter().filter_map(|key| MediaId::parse(key)).collect())
    })
    .await
}

/// Removes records by their keys, and photos.
///
/// # Errors
/// When nothing of it was removed.
pub(super) async fn delete(keys: &[String], media: &[MediaId]) -> Stored<()> {
    with_connection(|database| async move {
        let transaction = database
            .transaction(&[RECORDS, MEDIA][..])
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict())
            .build()?;
        let records = transaction.object_store(RECORDS)?;
        for key in keys {
            records.delete(key.as_str()).primitive()?;
        }
        let photos = transaction.object_store(MEDIA)?;
        for photo in media {
            photos.delete(photo.to_string()).primitive()?;
        }
        transaction.commit().await
    })
    .await
}

/// Removes all records of a walk, and photos.
///
/// # Errors
/// As [`delete`].
pub(super) async fn clear(walk: WalkId, media: &[MediaId]) -> Stored<()> {
    let (first, last) = key_range(walk);
    with_connection(|database| {
        let range = KeyRange::Bound(first.clone(), false, last.clone(), true);
        async move {
            let transaction = database
                .transaction(&[RECORDS, MEDIA][..])
                .with_mode(TransactionMode::Readwrite)
                .with_options(strict())
                .build()?;
            transaction.object_store(RECORDS)?.delete::<String, _>(range).primitive()?;
            let photos = transaction.object_store(MEDIA)?;
            for photo in media {
                photos.delete(photo.to_string()).primitive()?;
            }
            transaction.commit().await
        }
    })
    .await
}
