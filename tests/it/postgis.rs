//! The planner's bundle in PostgreSQL with PostGIS: a cluster of its own, started by the test, and
//! stopped and removed whatever happens. Nothing of the machine's own database is touched.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::format::layers::{CONSTATS, Kind, OBSERVATIONS, PARCOURS, PRECONIS};

use crate::invented::WALKS;
use crate::planner::{bundle, found, small};
use crate::tempdir;

/// Where the distribution keeps the server's programs, the newest version last.
fn server_programs() -> Option<PathBuf> {
    let mut homes: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|home| Some(home.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    homes.sort();
    homes.pop()
}

/// A cluster that listens on a socket in its own folder only.
struct Cluster {
    folder: tempdir::Folder,
    programs: PathBuf,
    /// The server refuses to run as root: then everything is done as this user.
    user: Option<&'static str>,
}

impl Cluster {
    /// Starts one, or says loudly that there is no PostGIS here.
    fn start() -> Option<Self> {
        let missing = |what: &str| {
            assert!(
                std::env::var_os("ECLAIREUSE_REQUIRE_POSTGIS").is_none(),
                "{what} is not installed: script/setup test"
            );
            eprintln!("SKIPPED: {what} is not installed");
            None
        };
        let Some(programs) = server_programs() else { return missing("PostgreSQL") };
        let extensions =
            Command::new(programs.join("pg_config")).arg("--sharedir").output().ok()?;
        let extensions = String::from_utf8_lossy(&extensions.stdout).trim().to_owned();
        if !Path::new(&extensions).join("extension/postgis.control").exists() {
            return missing("PostGIS");
        }
        let root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
        let folder = tempdir::Folder::new();
        let cluster = Self { folder, programs, user: root.then_some("postgres") };
        if root {
            let own = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status();
            assert!(own.is_ok_and(|status| status.success()));
        }
        let data = cluster.folder.path().join("data");
        let (data, at) = (data.to_str()?, cluster.folder.path().to_str()?);
        cluster
            .server("initdb", &["-D", data, "-A", "trust", "-U", "sig", "-E", "UTF8", "--no-sync"]);
        let options =
            format!("-c listen_addresses='' -c unix_socket_directories={at} -c fsync=off");
        let log = format!("{at}/log");
        cluster.server("pg_ctl", &["-D", data, "-w", "-l", &log, "-o", &options, "start"]);
        cluster.client("createdb", &["sig"]);
        Some(cluster)
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(arguments).current_dir("/").output().expect("a program that starts")
    }

    fn server(&self, program: &str, arguments: &[&str]) -> String {
        told(self.run(&self.programs.join(program), arguments), program)
    }

    fn client(&self, program: &str, arguments: &[&str]) -> String {
        let mut all = vec!["-h", self.folder.path().to_str().expect("a path"), "-U", "sig"];
        all.extend(arguments);
        told(self.run(&self.programs.join(program), &all), program)
    }

    /// The rows of a query, fields apart by a bar.
    fn rows(&self, query: &str) -> Vec<String> {
        let said = self.client("psql", &["-d", "sig", "-X", "-A", "-t", "-q", "-c", query]);
        said.lines().map(str::to_owned).collect()
    }

    fn number(&self, query: &str) -> usize {
        self.rows(query)[0].parse().expect("a number")
    }

    /// Loads a bundle as `LISEZMOI.txt` says.
    fn load(&self, bundle: &Path) {
        let file = |name: &str| bundle.join(name).to_str().expect("a path").to_owned();
        let sql = |name: &str| self.client("psql", &["-d", "sig", "-X", "-q", "-f", &file(name)]);
        sql("sql/tables.sql");
        let at = self.folder.path().display();
        for layer in ["observations", "constats", "preconis", "parcours"] {
            let output = Command::new("ogr2ogr")
                .args(["-f", "PostgreSQL", &format!("PG:dbname=sig host={at} user=sig")])
                .arg(file(&format!("{layer}.geojson")))
                .args(["-nln", &format!("marche_import.{layer}"), "-overwrite"])
                .args(["-t_srs", "EPSG:2154", "-lco", "GEOMETRY_NAME=geom", "-lco", "FID=gid"])
                .output()
                .expect("ogr2ogr");
            told(output, layer);
        }
        sql("sql/charger.sql");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        let data = data.to_str().unwrap_or_default();
        self.run(&self.programs.join("pg_ctl"), &["-D", data, "-m", "immediate", "stop"]);
    }
}

fn told(output: Output, what: &str) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {errors}");
    String::from_utf8(output.stdout).expect("utf-8")
}

/// Unpacks a bundle where the server's user may read it.
fn unpacked(archive: &[u8]) -> tempdir::Folder {
    let folder = tempdir::Folder::new();
    zip::ZipArchive::new(Cursor::new(archive)).unwrap().extract(folder.path()).unwrap();
    let open = Command::new("chmod").args(["-R", "a+rX"]).arg(folder.path()).status();
    assert!(open.is_ok_and(|status| status.success()));
    folder
}

#[test]
fn four_layers_loaded_twice_with_types_comments_keys_and_complete_joins() {
    let Some(cluster) = Cluster::start() else { return };
    let workshop = found(&small());
    let (archive, report) = bundle(&workshop, &Choice::all(Audience::Partners));
    let folder = unpacked(&archive);
    cluster.load(folder.path());
    cluster.load(folder.path());

    let count = |layer: &str| cluster.number(&format!("SELECT count(*) FROM marche.{layer}"));
    assert_eq!(count("constats"), report.leaving.constats.len());
    assert_eq!(count("preconis"), report.leaving.preconisations.len());
    assert_eq!(count("observations"), report.leaving.observations.len() - report.without_place);
    assert_eq!(count("parcours"), 2);

    // Every préconisation leads to its constat, and every constat to what was said.
    let joined = cluster.number(
        "SELECT count(DISTINCT p.preco_id) FROM marche.preconis p JOIN marche.constats c USING \
         (constat_id) JOIN marche.observations o ON o.constat_id = c.constat_id \
         JOIN marche.parcours m ON m.marche_id = o.marche_id",
    );
    assert_eq!(joined, report.leaving.preconisations.len());

    for shape in [OBSERVATIONS.shape(), CONSTATS.shape(), PRECONIS.shape(), PARCOURS.shape()] {
        let types = cluster.rows(&format!(
            "SELECT column_name || '|' || data_type FROM information_schema.columns WHERE \
             table_schema = 'marche' AND table_name = '{}' ORDER BY ordinal_position",
            shape.name
        ));
        assert_eq!(types.len(), shape.columns.len() + 1);
        for (column, found) in shape.columns.iter().zip(&types) {
            let expected = match column.kind {
                Kind::Text(_) => "character varying",
                Kind::Piped => "text",
                Kind::Integer => "integer",
                Kind::Real => "double precision",
                Kind::Date => "date",
                Kind::Time => "time without time zone",
            };
            assert_eq!(*found, format!("{}|{expected}", column.name), "{}", shape.name);
        }
        let drawn = cluster.rows(&format!(
            "SELECT DISTINCT GeometryType(geom) || '|' || ST_SRID(geom) FROM marche.{}",
            shape.name
        ));
        let geometry = if shape.geometry == "Point" { "POINT|2154" } else { "LINESTRING|2154" };
        assert_eq!(drawn, [geometry]);
        let comments = cluster.number(&format!(
            "SELECT count(*) FROM pg_description d JOIN pg_class c ON d.objoid = c.oid JOIN \
             pg_namespace n ON c.relnamespace = n.oid WHERE n.nspname = 'marche' AND \
             c.relname = '{}' AND d.objsubid > 0",
            shape.name
        ));
        assert_eq!(comments, shape.columns.len());
    }
    // 2.2935 E, 49.8709 N is at 649171.8, 6974910.5 in Lambert-93, as GDAL's own tool gives it.
    let near = cluster.number(
        "SELECT count(*) FROM marche.constats WHERE ST_DWithin(geom, ST_SetSRID(ST_MakePoint(\
         649171.8, 6974910.5), 2154), 15)",
    );
    assert!(near >= 1);
    let labels = cluster.rows(
        "SELECT libelle FROM marche.codes WHERE couche = 'preconis' AND champ = 'statut' AND code = \
         'rejected'",
    );
    assert_eq!(labels, ["Non retenu"]);
    let foreign = cluster.number(
        "SELECT count(*) FROM information_schema.table_constraints WHERE table_schema = 'marche' \
         AND constraint_type = 'FOREIGN KEY'",
    );
    assert_eq!(foreign, 2);
    // A time of day and a text with leading zeros arrive as what they are.
    let times = cluster.rows("SELECT DISTINCT to_char(heure_loc, 'HH24') FROM marche.observations");
    assert!(times.contains(&"14".to_owned()) && times.contains(&"18".to_owned()), "{times:?}");
    assert_eq!(cluster.rows("SELECT DISTINCT insee_com FROM marche.constats"), ["80021"]);
}

#[test]
fn a_later_export_brings_the_rows_up_to_date() {
    let Some(cluster) = Cluster::start() else { return };
    let workshop = found(&small());
    let part = Choice { walk: Some(WALKS[0]), ..Choice::all(Audience::Partners) };
    let (part, ..) = bundle(&workshop, &part);
    cluster.load(unpacked(&part).path());
    let first = cluster.number("SELECT count(*) FROM marche.preconis");
    let (partners, report) = bundle(&workshop, &Choice::all(Audience::Partners));
    cluster.load(unpacked(&partners).path());
    let all = cluster.number("SELECT count(*) FROM marche.preconis");
    assert!(first < all);
    assert_eq!(all, report.leaving.preconisations.len());
    assert!(
        cluster.number("SELECT count(*) FROM marche.observations WHERE g_evite IS NOT NULL") > 0
    );
}

#[test]
fn a_layer_without_a_row_keeps_no_other_out() {
    let Some(cluster) = Cluster::start() else { return };
    let (archive, report) = bundle(&found(&small()), &Choice::all(Audience::Partners));
    let folder = unpacked(&archive);
    for layer in ["parcours", "preconis"] {
        let file = folder.path().join(format!("{layer}.geojson"));
        let empty = format!(r#"{{"type":"FeatureCollection","name":"{layer}","features":[]}}"#);
        std::fs::write(file, empty).expect("written");
    }
    cluster.load(folder.path());
    let count = cluster.number("SELECT count(*) FROM marche.observations");
    assert_eq!(count, report.leaving.observations.len());
    assert_eq!(cluster.number("SELECT count(*) FROM marche.preconis"), 0);
}

#[test]
fn gdal_makes_the_geopackage_and_the_shapefile_that_the_page_announces() {
    let (archive, report) = bundle(&found(&small()), &Choice::all(Audience::Partners));
    let folder = unpacked(&archive);
    let gpkg = folder.path().join("marche.gpkg");
    for layer in ["observations", "constats", "preconis", "parcours"] {
        let mut command = Command::new("ogr2ogr");
        command.args(["-f", "GPKG", "-update", "-append"]);
        let from = folder.path().join(format!("{layer}.geojson"));
        command.arg(&gpkg).arg(from).args(["-nln", layer, "-t_srs", "EPSG:2154"]);
        let Ok(output) = command.output() else {
            assert!(std::env::var_os("ECLAIREUSE_REQUIRE_GDAL").is_none());
            return eprintln!("SKIPPED: GDAL is not installed");
        };
        told(output, layer);
    }
    let summary = |file: &Path, layer: &str| {
        let output = Command::new("ogrinfo").args(["-so"]).arg(file).arg(layer).output();
        told(output.expect("ogrinfo"), layer)
    };
    for (shape, count) in [
        (CONSTATS.shape(), report.leaving.constats.len()),
        (PRECONIS.shape(), report.leaving.preconisations.len()),
        (OBSERVATIONS.shape(), report.leaving.observations.len()),
    ] {
        let seen = summary(&gpkg, shape.name);
        assert!(seen.contains(&format!("Feature Count: {count}")), "{seen}");
        assert!(seen.contains("ID[\"EPSG\",2154]"), "{seen}");
        for column in &shape.columns {
            assert!(seen.contains(&format!("\n{}: ", column.name)), "{} is lost", column.name);
        }
        let shapefile = folder.path().join(format!("{}.shp", shape.name));
        let output = Command::new("ogr2ogr")
            .args(["-q", "-f", "ESRI Shapefile"])
            .arg(&shapefile)
            .arg(folder.path().join(format!("{}.geojson", shape.name)))
            .args(["-t_srs", "EPSG:2154", "-lco", "ENCODING=UTF-8"])
            .args(["-mapFieldType", "Time=String"])
            .output()
            .expect("ogr2ogr");
        told(output, shape.name);
        let seen = summary(&shapefile, shape.name);
        for column in &shape.columns {
            assert!(seen.contains(&format!("\n{}: ", column.name)), "{} is lost", column.name);
        }
    }
}
