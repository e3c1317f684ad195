// The invented quarter's basemap under other names: the layers and classes of the schemas that the
// map draws beside Protomaps', and of one that it does not.

const renamed = (features, layer, say) => ({
  type: "FeatureCollection",
  name: layer,
  features: features.map((feature) => ({ ...feature, properties: say(feature.properties) })),
});

const CLASSES = { major_road: "secondary", minor_road: "minor", path: "path" };
const KINDS = { major_road: "secondary", minor_road: "residential", path: "footway" };

/** The layers of a schema: `protomaps`, `openmaptiles`, `shortbread` or `own`. */
export function inSchema({ landuse, buildings, roads, pois, ...others }, schema) {
  const named = roads.features.filter(({ properties }) => properties.name);
  switch (schema) {
    case "openmaptiles":
      return {
        landcover: renamed(landuse.features, "landcover", () => ({ class: "grass", subclass: "park" })),
        building: renamed(buildings.features, "building", () => ({ render_height: 6 })),
        transportation: renamed(roads.features, "transportation", ({ kind }) => ({ class: CLASSES[kind] })),
        transportation_name: renamed(named, "transportation_name", ({ kind, name }) => ({ class: CLASSES[kind], name })),
        poi: renamed(pois.features, "poi", ({ name }) => ({ class: "shop", name })),
      };
    case "shortbread":
      return {
        land: renamed(landuse.features, "land", () => ({ kind: "park" })),
        buildings: renamed(buildings.features, "buildings", () => ({ dummy: 1 })),
        streets: renamed(roads.features, "streets", ({ kind }) => ({ kind: KINDS[kind] })),
        street_labels: renamed(named, "street_labels", ({ kind, name }) => ({ kind: KINDS[kind], name })),
        pois: renamed(pois.features, "pois", ({ name }) => ({ shop: "bakery", name })),
      };
    case "own":
      return { quartier: renamed(roads.features, "quartier", ({ name }) => ({ name })) };
    default:
      return { landuse, buildings, roads, pois, ...others };
  }
}
