# The import that every script peer makes: what a person with jq would write.

def marked($mark; $name): . + {importedFrom: ($mark + {name: $name})};

# From a source configuration: the wanted Projections ({SYSTEM: [PROJECTION, ...]}) in the shells of their Systems of Record, and the
# custom cast functions they use, each with the reference mark.
def selected($wanted; $mark):
  . as $source
  | (reduce ($wanted | keys[]) as $system ({};
      .[$system] = ($source.systems[$system] as $whole
        | $whole
        | .projections = (reduce $wanted[$system][] as $name ({}; .[$name] = ($whole.projections[$name] | marked($mark; $name))))
        | marked($mark; $system)))) as $systems
  | ([$systems[].projections[].fields[].castFunctionId] | unique) as $used
  | { systems: $systems,
      castFunctions: (reduce ($used[] | select($source.castFunctions[.].type != "default")) as $id
        ({}; .[$id] = ($source.castFunctions[$id] | marked($mark; $id)))) };

# Into a destination configuration.
def merged($selection): .systems += $selection.systems | .castFunctions += $selection.castFunctions;
