"""Opens the bundle's project in QGIS and says what is not as it should be. Called by check_qgis."""

import json
import os
import sys

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

FOLDER, PICTURE = sys.argv[1:3]
faults = []


def must(condition, fault):
    if not condition:
        faults.append(fault)


app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
must(project.read(os.path.join(FOLDER, "eclaireuse.qgs")), f"project: {project.error()}")
must(project.crs().authid() == "EPSG:2154", f"project CRS {project.crs().authid()}")

LAYERS = ["observations", "constats", "preconis", "parcours"]
layers = {}
for name in LAYERS:
    layer = project.mapLayer(f"couche_{name}")
    must(layer is not None and layer.isValid(), f"{name} is not valid")
    if layer is None or not layer.isValid():
        continue
    layers[name] = layer
    with open(os.path.join(FOLDER, f"{name}.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    must(layer.featureCount() == len(features), f"{name}: {layer.featureCount()} features")
    must(layer.crs().authid() == "EPSG:4326", f"{name} CRS {layer.crs().authid()}")
    names = [field.name() for field in layer.fields()]
    if features:
        must(names == list(features[0]["properties"]), f"{name}: other fields {names}")
    # The style beside the file is the project's.
    message, loaded = layer.loadNamedStyle(os.path.join(FOLDER, f"{name}.qml"))
    must(loaded, f"{name}.qml: {message}")
    must(layer.attributeAlias(0) != "", f"{name} has no alias")


def shown(layer, name, value):
    """What the attribute table shows for a value."""
    index = layers[layer].fields().indexOf(name)
    setup = layers[layer].editorWidgetSetup(index)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    return setup.type(), formatter.representValue(layers[layer], index, setup.config(), None, value)


for layer, name, value, label in [
    ("observations", "principe", "see_be_seen", "Voir et être vu·e"),
    ("observations", "polarite", "negative", "Problème"),
    ("observations", "gravite", 3, "Danger, exclusion"),
    ("constats", "statut", "validated", "Validé par le groupe"),
    ("preconis", "statut", "rejected", "Non retenu"),
    ("preconis", "horizon", "short", "Court terme"),
    ("preconis", "priorite", 1, "1 · Urgent"),
    ("parcours", "type_mar", "review", "Marche-bilan"),
]:
    if layer in layers:
        widget, words = shown(layer, name, value)
        must(widget == "ValueMap" and words == label, f"{layer}.{name}: {widget} shows {words!r}")

if "preconis" in layers:
    form = layers["preconis"].editFormConfig()
    fields = layers["preconis"].fields()
    must(form.readOnly(fields.indexOf("preco_id")), "preco_id can be typed")
    must(not form.readOnly(fields.indexOf("rep_texte")), "rep_texte cannot be typed")
    must([tab.name() for tab in form.tabs()][:1] == ["À remplir"], "the answers are not first")
if "observations" in layers:
    layer = layers["observations"]
    must(layer.editorWidgetSetup(layer.fields().indexOf("photo_1")).type() == "ExternalResource", "photo_1")
    categories = layer.renderer().categories()
    must(len(categories) == 7, f"{len(categories)} categories")
    drawn = {category.symbol().symbolLayer(0).shape() for category in categories}
    colours = {category.symbol().color().name() for category in categories}
    must(len(drawn) == 7 and len(colours) == 7, "categories share a shape or a colour")

relations = project.relationManager().relations()
must(len(relations) == 3, f"{len(relations)} relations: {list(relations)}")
for relation in relations.values():
    must(relation.isValid(), f"relation {relation.id()} is not valid")
    field = list(relation.fieldPairs())[0]
    children = [row for row in relation.referencingLayer().getFeatures() if row[field]]
    must(children, f"relation {relation.id()}: no row points anywhere")
    for child in children:
        parent = relation.getReferencedFeature(child)
        must(parent.isValid(), f"relation {relation.id()}: no parent of {child[field]}")

settings = QgsMapSettings()
settings.setDestinationCrs(project.crs())
settings.setTransformContext(project.transformContext())
settings.setLayers([layer for layer in project.layerTreeRoot().layerOrder() if layer.isValid()])
extent = settings.fullExtent()
extent.scale(1.1)
settings.setExtent(extent)
settings.setOutputSize(QSize(1400, 900))
settings.setBackgroundColor(QColor(255, 255, 255))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(PICTURE)
seen = {image.pixel(x, y) for x in range(0, 1400, 2) for y in range(0, 900, 2)}
must(len(seen) > 20, "the picture is blank")
must(not job.errors(), f"drawing: {[error.message for error in job.errors()]}")

if faults:
    print("\n".join(faults), file=sys.stderr)
    sys.exit(1)
print(f"QGIS: {len(layers)} layers, {len(relations)} relations, picture {PICTURE}")
sys.stdout.flush()
os._exit(0)
