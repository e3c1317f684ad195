//! What is said of a basemap at the desk, by the worker that reads it: of every PMTiles archive that
//! the map would not draw, what it is, and what to do instead.

/// Words of one language.
pub struct BasemapWords {
    /// Its directories cannot be read.
    pub unreadable: &'static str,
    /// Its header does not say of which kind its tiles are.
    pub kind_unsaid: &'static str,
    /// Its tiles are MapLibre Tiles.
    pub kind_mlt: &'static str,
    /// Its tiles are of a kind that came later: the number.
    pub kind_later: fn(u8) -> String,
    /// Drawings are said to be in it, and none is.
    pub no_drawings: &'static str,
    /// Pictures are said to be in it, and none is.
    pub no_pictures: &'static str,
    /// Packed again it is larger than so many megabytes.
    pub too_large_packed: fn(u64) -> String,
    /// Its drawings follow Mapbox Streets.
    pub mapbox_streets: &'static str,
    /// Its layers are nobody's: their names.
    pub layers: fn(&str) -> String,
    /// It was packed so, and is packed as gzip now.
    pub repacked: fn(&str) -> String,
    /// It said something wrong of its own packing, and says the right thing now.
    pub repacked_mended: &'static str,
    /// So many of so many tiles are left out.
    pub damaged: fn(usize, usize) -> String,
    /// Its bounds come from its tiles.
    pub bounds_found: &'static str,
    /// Its pictures are AVIF.
    pub avif: &'static str,
    /// It has no streets.
    pub no_streets: &'static str,
    /// Its nearest zoom is too far for streets.
    pub coarse: fn(u8) -> String,
    /// Its farthest zoom is very near.
    pub near: fn(u8) -> String,
}

impl BasemapWords {
    /// The words of French.
    pub const FRENCH: &'static Self = &FR;
    /// The words of English.
    pub const ENGLISH: &'static Self = &EN;
}

static FR: BasemapWords = BasemapWords {
    unreadable: "C’est bien un fond PMTiles, mais son sommaire, qui dit où sont les tuiles, ne se lit pas. Rien n’a changé. Vérifiez-le avec l’outil « pmtiles verify », ou demandez-le à nouveau à qui l’a fait.",
    kind_unsaid: "C’est bien un fond PMTiles, mais il ne dit pas ce que sont ses tuiles, dessins ou images : la carte ne peut pas le savoir. Rien n’a changé. Demandez à qui l’a fait un fond qui le dit (type « mvt » ou « png »).",
    kind_mlt: "C’est bien un fond PMTiles, mais ses tuiles sont au format MLT (MapLibre Tile), que la carte ne dessine pas. Rien n’a changé. Demandez le même fond en tuiles MVT, le format courant.",
    kind_later: |number| {
        format!(
            "C’est bien un fond PMTiles, mais ses tuiles sont d’un type (numéro {number}) que cette version ne connaît pas. Rien n’a changé. Demandez le même fond en tuiles MVT, PNG, JPEG ou WebP."
        )
    },
    no_drawings: "C’est bien un fond PMTiles, mais aucune de ses tuiles n’est le dessin (MVT) qu’il annonce. Rien n’a changé. Refaites le fichier, ou demandez-le à nouveau à qui l’a fait.",
    no_pictures: "C’est bien un fond PMTiles, mais aucune de ses tuiles n’est l’image (PNG, JPEG, WebP ou AVIF) qu’il annonce. Rien n’a changé. Refaites le fichier, ou demandez-le à nouveau à qui l’a fait.",
    too_large_packed: |limit| {
        format!(
            "Les tuiles de ce fond sont comprimées d’une façon que les téléphones ne lisent pas ; comprimées comme ils les lisent, elles dépassent {limit} Mo. Rien n’a changé. Découpez le fond plus près du quartier."
        )
    },
    mapbox_streets: "C’est bien un fond PMTiles, mais ses couches sont celles de Mapbox Streets, que la carte ne dessine pas. Rien n’a changé. Prenez un fond au schéma Protomaps, OpenMapTiles ou Shortbread.",
    layers: |names| {
        format!(
            "C’est bien un fond PMTiles, mais la carte ne dessine aucune de ses couches ({names}) : elle resterait vide. Rien n’a changé. Prenez un fond au schéma Protomaps, OpenMapTiles ou Shortbread."
        )
    },
    repacked: |name| {
        format!(
            "Ses tuiles étaient comprimées en {name}, que les téléphones ne lisent pas : elles le sont maintenant en gzip. Le dessin est le même, votre fichier n’a pas changé."
        )
    },
    repacked_mended: "Il était rangé autrement que les téléphones ne le lisent : il a été remis en ordre. Le dessin est le même, votre fichier n’a pas changé.",
    damaged: |count, of| {
        format!(
            "Tuiles abîmées, laissées de côté : {count} sur {of}. La carte y sera vide ; regardez si c’est sur la marche."
        )
    },
    bounds_found: "Il dit mal quel endroit il couvre : c’est lu dans ses tuiles.",
    avif: "Ses images sont au format AVIF : les téléphones d’avant 2022 ne les montrent pas. Essayez sur le plus ancien, ou demandez le fond en WebP ou PNG.",
    no_streets: "Il n’a pas de rues : la carte ne montrera que le reste.",
    coarse: |zoom| {
        format!(
            "Il s’arrête au zoom {zoom}, trop loin pour voir les rues. Pour une marche, demandez-le jusqu’au zoom 15."
        )
    },
    near: |zoom| {
        format!(
            "Il ne commence qu’au zoom {zoom} : la carte reste vide tant qu’on ne s’approche pas. Demandez-le à partir du zoom 12."
        )
    },
};

static EN: BasemapWords = BasemapWords {
    unreadable: "This is a PMTiles basemap, but its directory, which says where the tiles are, cannot be read. Nothing has changed. Check it with the tool “pmtiles verify”, or ask for it again where it was made.",
    kind_unsaid: "This is a PMTiles basemap, but it does not say what its tiles are, drawings or pictures: the map cannot know. Nothing has changed. Ask for one that says it (type “mvt” or “png”) where it was made.",
    kind_mlt: "This is a PMTiles basemap, but its tiles are MLT (MapLibre Tile), which the map does not draw. Nothing has changed. Ask for the same basemap with MVT tiles, the usual kind.",
    kind_later: |number| {
        format!(
            "This is a PMTiles basemap, but its tiles are of a type (number {number}) that this version does not know. Nothing has changed. Ask for the same basemap with MVT, PNG, JPEG or WebP tiles."
        )
    },
    no_drawings: "This is a PMTiles basemap, but none of its tiles is the drawing (MVT) that it announces. Nothing has changed. Make the file anew, or ask for it again where it was made.",
    no_pictures: "This is a PMTiles basemap, but none of its tiles is the picture (PNG, JPEG, WebP or AVIF) that it announces. Nothing has changed. Make the file anew, or ask for it again where it was made.",
    too_large_packed: |limit| {
        format!(
            "The tiles of this basemap are compressed in a way that phones do not read; compressed as they read them, they are larger than {limit} MB. Nothing has changed. Cut the basemap closer around the neighbourhood."
        )
    },
    mapbox_streets: "This is a PMTiles basemap, but its layers are those of Mapbox Streets, which the map does not draw. Nothing has changed. Take one with the schema of Protomaps, OpenMapTiles or Shortbread.",
    layers: |names| {
        format!(
            "This is a PMTiles basemap, but the map draws none of its layers ({names}): it would stay empty. Nothing has changed. Take one with the schema of Protomaps, OpenMapTiles or Shortbread."
        )
    },
    repacked: |name| {
        format!(
            "Its tiles were compressed as {name}, which phones do not read: now they are compressed as gzip. The drawing is the same, your file has not changed."
        )
    },
    repacked_mended: "It was laid out in another way than phones read it: it has been put in order. The drawing is the same, your file has not changed.",
    damaged: |count, of| {
        format!(
            "Damaged tiles, left out: {count} of {of}. The map will be empty there; see whether that is on the walk."
        )
    },
    bounds_found: "It says wrongly which place it covers: this was read from its tiles.",
    avif: "Its pictures are AVIF: phones from before 2022 do not show them. Try it on the oldest one, or ask for the basemap as WebP or PNG.",
    no_streets: "It has no streets: the map will show only the rest.",
    coarse: |zoom| {
        format!(
            "It ends at zoom {zoom}, too far to see streets. For a walk, ask for it up to zoom 15."
        )
    },
    near: |zoom| {
        format!(
            "It begins only at zoom {zoom}: the map stays empty until one comes closer. Ask for it from zoom 12 on."
        )
    },
};
