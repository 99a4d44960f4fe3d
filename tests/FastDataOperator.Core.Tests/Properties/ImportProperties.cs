using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Properties;

/// <summary>What holds for every import, over generated projects. A failure prints its seed; pass it to <c>Sample</c> to see it again.</summary>
public class ImportProperties
{
    private const int Runs = 300;

    private static readonly string[] Tokens =
    [
       "{", "}", "[", "]", ",", ":", "\"systems\":{", "\"castFunctions\":{", "\"erSchemas\":{", "\"a\":{", "\"projections\":{", "\"importedFrom\":{\"project\":\"source-project\",\"import\":\"team/import\"}",
        "\"type\":\"default\"", "\"config\":{", "\"outgoing\":{", "\"castFunctionId\":\"\\ud800\"", "\"metadata\":{\"formatVersion\":1,", "\"fastDataConfig\":{", "\"\\udc00\":1", "1e999", "},"
    ];

    [Fact]
    [Trait("Rule", "F1")]
    [Trait("Rule", "F2")]
    public void Plan_GivenAnyTwoProjects_ChangesExactlyWhatItPlans() => Sample((choices, scenario) =>
    {
        var plan = scenario.Plan();
        var before = Files.Read(scenario.Destination!);
        var bytes = plan.Edit.ToArray();
        var after = Files.Read(bytes);

        // What is kept of the file is all of it, in order: an import into a project that has none of it only adds.
        Assert.Equal(scenario.Destination, Kept(plan, scenario.Destination!));
        Assert.Equal(before.File.Bytes.Span.StartsWith("\uFEFF"u8), bytes.AsSpan().StartsWith("\uFEFF"u8));

        // Every resource that was there is there, byte for byte; Systems of Record, of whose Projections some are new, would be an exception.
        Assert.All(before.Resources, resource => Assert.Equal(Text(before, resource), Text(after, resource)));

        // The result is the destination and the planned resources, and nothing else.
        var expected = Files.Tree(scenario.Destination!);
        foreach (var change in plan.Changes)
        {
            Assert.Equal(ChangeAction.Added, change.Action);
            Put(expected, change, Expected(scenario, plan, change));
        }

        AssertSame(expected, Files.Tree(bytes));
    });

    [Fact]
    [Trait("Rule", "U1")]
    [Trait("Rule", "K5")]
    public void Plan_GivenItsOwnResult_FindsNothing() => Sample((choices, scenario) =>
    {
        var renamed = scenario with { Request = scenario.Request with { Renames = Renames(choices, scenario) } };
        var applied = renamed.Applied();
        var again = applied with { From = Scenario.Origin with { Commit = new string('e', 40), ExportedAt = DateTimeOffset.UnixEpoch } };

        Assert.All(again.Plan().Changes, change => Assert.Equal(ChangeAction.Unchanged, change.Action));
        Assert.Equal(applied.Destination, again.Plan().Edit.ToArray());
    });

    [Fact]
    [Trait("Rule", "U1")]
    [Trait("Rule", "F1")]
    public void Plan_GivenASourceThatMoved_EndsAsIfItHadNeverBeenOtherwise() => Sample((choices, scenario) =>
    {
        // The same resources with other content: a second project of the same names, imported over the first.
        var reference = scenario with { Request = scenario.Request with { ImportAs = ImportMode.Reference, Prune = true } };
        var next = GeneratedProject.Make(choices, "src_");
        if (!Files.Read(next).Resources.Any())
        {
            return;
        }

        var updated = (reference.Applied() with { Source = next }).Applied();
        var atOnce = (reference with { Source = next }).Applied();

        AssertSame(Meaning(atOnce.Destination!), Meaning(updated.Destination!));
        Assert.All(Files.Read(scenario.Destination!).Resources, resource => Assert.Equal(Text(Files.Read(scenario.Destination!), resource), Text(Files.Read(updated.Destination!), resource)));
        Assert.False(updated.Plan().HasChanges);
    });

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenRenamesThereAndBack_KeepsTheMeaning() => Sample((choices, scenario) =>
    {
        var there = scenario with { Destination = null, Request = scenario.Request with { ImportAs = ImportMode.Resource, Renames = Renames(choices, scenario) } };
        var inverse = there.Request.Renames.Select(rename => new Rename(rename.Kind, rename.To, rename.From)).ToList();
        var back = there with { Source = there.Applied().Destination!, Destination = null, Request = there.Request with { Renames = inverse } };

        Assert.Equal(Digests(scenario.Source), Digests(back.Applied().Destination!));
    });

    [Fact]
    [Trait("Rule", "E3")]
    public void Plan_GivenAnExport_EqualsImportingTheSource() => Sample((choices, scenario) =>
    {
        var part = scenario with { Request = scenario.Request with { Selection = Part(choices, scenario), Renames = [] } };
        var source = new SourceProject { Configuration = Files.Read(part.Source), Origin = Scenario.Origin };
        var export = Files.Read(Export(1)).ExportOrigin!;

        Assert.Equal(Scenario.Origin, export);
        Assert.Equal(part.Plan().Edit.ToArray(), (part with { Source = Export(1), From = export }).Plan().Edit.ToArray());
        Assert.Equal(part.Plan().Edit.ToArray(), (part with { Source = Export(2), From = export, Request = part.Request with { Selection = new Selection { All = true } } }).Plan().Edit.ToArray());
        Assert.Equal(Export(1), Export(1));
        Assert.Equal(Encoding.UTF8.GetString(Export(1)).Replace("1970-01-02T", "1970-01-03T", StringComparison.Ordinal), Encoding.UTF8.GetString(Export(2)));

        byte[] Export(int day) => Assert.IsType<ExportResult.Written>(ExportWriter.Write(
            new ExportRequest { Selection = part.Request.Selection, ExportedAt = DateTimeOffset.UnixEpoch.AddDays(day) }, source)).Bytes.ToArray();
    });

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenASmallerSelectionWithPrune_EqualsThatSelectionAtOnce() => Sample((choices, scenario) =>
    {
        var all = scenario with { Request = scenario.Request with { ImportAs = ImportMode.Reference } };
        var part = all.Request with { Selection = Part(choices, scenario), Prune = true };

        AssertSame(Meaning((all with { Request = part }).Applied().Destination!), Meaning((all.Applied() with { Request = part }).Applied().Destination!));
    });

    /// <summary>Whatever was there before is there again, byte for byte. What an import leaves behind is left out: sections that the file did not
    /// have, white space inside those that were empty, and default cast functions, which carry no mark (C1).</summary>
    [Fact]
    [Trait("Rule", "P2")]
    [Trait("Rule", "F1")]
    public void PlanRemoval_GivenAnImportOfReferences_RestoresTheFile() => Sample((choices, scenario) =>
    {
        var imported = scenario with { Request = scenario.Request with { ImportAs = ImportMode.Reference, Renames = Renames(choices, scenario) } };
        var after = imported.Applied().Destination!;
        var removal = Assert.IsType<PlanResult.Planned>(ImportPlanner.PlanRemoval(scenario.Request.Name, Files.Read(after))).Plan;

        var before = Files.Read(scenario.Destination!);
        var written = imported.Plan().Changes.Select(change => change.Resource.Kind is ResourceKind.Projection ? ResourceKind.SystemOfRecord : change.Resource.Kind).Distinct();
        if (imported.Plan().Changes.All(change => change.ImportAs is not null) && written.All(kind => before.Layout.Section(kind) is { Members.Count: > 0 }))
        {
            Assert.Equal(scenario.Destination, removal.Edit.ToArray());
        }

        Assert.Empty(ReferenceInventory.List(Files.Read(removal.Edit.ToArray())).References);
        Assert.All(before.Resources, resource => Assert.Equal(Text(before, resource), Text(Files.Read(removal.Edit.ToArray()), resource)));
        Assert.False(Assert.IsType<PlanResult.Planned>(ImportPlanner.PlanRemoval(scenario.Request.Name, Files.Read(removal.Edit.ToArray()))).Plan.HasChanges);
    });

    [Fact]
    [Trait("Rule", "M2")]
    public void Compute_GivenTheSameContentInOtherWords_IsTheSame() => Choices.Gen.Sample(numbers =>
    {
        var choices = new Choices(numbers);
        var value = Node.Map(("content", GeneratedProject.Any(choices)), ("more", GeneratedProject.Any(choices)));
        var respelt = GeneratedProject.Respelt(value, choices);

        Assert.Equal(Digest(value, TextStyle.Console), Digest(respelt, GeneratedProject.Style(choices)));
        Assert.NotEqual(Digest(value, TextStyle.Console), Digest(value.With("more", Node.Map(("was", value["more"]!))), TextStyle.Console));
        Assert.NotEqual(Digest(value, TextStyle.Console), Digest(value.With("another", new Node.Scalar("null")), TextStyle.Console));

        static string Digest(Node node, TextStyle style) => new ContentDigest().Compute(Encoding.UTF8.GetBytes(node.In(style)));
    }, iter: Runs);

    [Fact]
    [Trait("Rule", "F3")]
    public void Anything_GivenAnyBytes_RefusesOrWorks() => Choices.Gen.Select(Gen.Int[0, 5000].Array[1, 12], Gen.Byte.Array[12]).Sample((numbers, places, bytes) =>
    {
        var mutated = GeneratedProject.Make(new Choices(numbers), "src_").ToList();
        for (var index = 0; index < places.Length; index++)
        {
            var at = places[index] % mutated.Count;
            switch (bytes[index] % 4)
            {
                case 0: mutated[at] = bytes[index]; break;
                case 1: mutated.Insert(at, "{}[]\",:\\u0ed8"u8[bytes[index] % 13]); break;
                case 2 when mutated.Count > 1: mutated.RemoveAt(at); break;
                default: mutated.InsertRange(at, mutated.Slice(at, Math.Min(bytes[index], mutated.Count - at))); break;
            }
        }

        Exercise([.. mutated]);
    }, iter: 10 * Runs);

    [Fact]
    [Trait("Rule", "F3")]
    public void Anything_GivenAnyTokens_RefusesOrWorks() => Gen.Int[0, Tokens.Length - 1].Select(index => Tokens[index]).Array[1, 25]
        .Sample(tokens => Exercise(Encoding.UTF8.GetBytes("{" + string.Concat(tokens))), iter: 20 * Runs);

    /// <summary>Everything that reads a file: a result each time, never an exception.</summary>
    private static void Exercise(byte[] bytes)
    {
        _ = ConsoleConfiguration.Read(new ConfigurationFile("c", bytes));
        _ = ProjectConfiguration.Read(new ConfigurationFile("c.yaml", bytes));
        if (ProjectConfiguration.Read(new ConfigurationFile("f", bytes)) is not ConfigurationRead.Success { Configuration: var read })
        {
            return;
        }

        _ = read.ReadConsole();
        _ = read.Resources.ToList();
        _ = ReferenceInventory.List(read);
        _ = DependencyGraph.Of(read);
        if (ImportPlanner.PlanRemoval(Scenario.All.Name, read) is PlanResult.Planned { Plan: var removal })
        {
            _ = Files.Read(removal.Edit.ToArray());
        }

        var other = new SourceProject { Configuration = new ProjectBuilder().SingleView("a").Read(), Origin = Scenario.Origin };
        var self = new SourceProject { Configuration = read, Origin = Scenario.Origin };
        var pruning = Scenario.All with { Prune = true, Architecture = ArchitecturePolicy.Warn };
        foreach (var (source, destination) in (IEnumerable<(SourceProject, ProjectConfiguration?)>)[(self, null), (other, read), (self, read)])
        {
            foreach (var request in (IEnumerable<ImportRequest>)[pruning, pruning with { ImportAs = ImportMode.Resource, NestedReferences = NestedReferencePolicy.Skip, Prune = false }])
            {
                if (ImportPlanner.Plan(request, source, new DestinationProject { Configuration = destination, Console = null }) is PlanResult.Planned { Plan: var plan })
                {
                    _ = Files.Read(plan.Edit.ToArray());
                }
            }
        }

        if (ExportWriter.Write(new ExportRequest { Selection = new Selection { All = true }, ExportedAt = DateTimeOffset.UnixEpoch }, self) is ExportResult.Written written)
        {
            Assert.Equal(ConfigurationFormat.Export, Files.Read(written.Bytes.ToArray()).Format);
        }
    }

    /// <summary>Two projects that have no name in common, and a request for all of the first.</summary>
    private static void Sample(Action<Choices, Scenario> property) => Choices.Gen.Sample(numbers =>
    {
        var choices = new Choices(numbers);
        var scenario = new Scenario
        {
            Source = GeneratedProject.Make(choices, "src_"), Destination = GeneratedProject.Make(choices, "dst_"),
            Request = Scenario.All with { ImportAs = choices.Chance(2) ? ImportMode.Resource : ImportMode.Reference },
        };
        if (IsConfiguration(scenario.Source) && IsConfiguration(scenario.Destination!) && Files.Read(scenario.Source).Resources.Any())
        {
            property(choices, scenario);
        }
    }, iter: Runs, threads: 2);

    /// <summary>A file in which every section was left out is none.</summary>
    private static bool IsConfiguration(byte[] file) => ProjectConfiguration.Read(new ConfigurationFile("fastdata-config.json", file)) is ConfigurationRead.Success;

    private static Selection Part(Choices choices, Scenario scenario)
    {
        var resources = Files.Read(scenario.Source).Resources.ToList();
        var part = choices.Subset(resources) is { Count: > 0 } some ? some : [resources[0]];
        return new Selection
        {
            SystemsOfRecord = [.. part.Where(resource => resource.Kind == ResourceKind.SystemOfRecord).Select(resource => new SystemSelection(resource.Name)),
                .. part.Where(resource => resource.Kind == ResourceKind.Projection).Select(resource => new SystemSelection(resource.System!, [resource.Name]))],
            SingleViews = Named(ResourceKind.SingleView), ErSchemas = Named(ResourceKind.ErSchema), CastFunctions = Named(ResourceKind.CastFunction),
        };

        IReadOnlyList<NamedSelection> Named(ResourceKind kind) => [.. part.Where(resource => resource.Kind == kind).Select(resource => new NamedSelection(resource.Name))];
    }

    /// <summary>New names for some resources: fresh ones, or each other's.</summary>
    private static List<Rename> Renames(Choices choices, Scenario scenario)
    {
        List<Rename> renames = [];
        foreach (var kind in Files.Read(scenario.Source).Resources.GroupBy(resource => resource.Kind))
        {
            var some = choices.Subset(kind.Select(resource => resource.Name)).ToList();
            var swap = choices.Chance(2);
            renames.AddRange(some.Select((name, index) => new Rename(kind.Key, name, swap ? some[(index + 1) % some.Count] : "new_" + name)));
        }

        return renames;
    }

    /// <summary>The pieces of the result that are the file's own, in their place. White space that an edit repeats as style is a slice of the file
    /// too, but from elsewhere.</summary>
    private static byte[] Kept(ImportPlan plan, byte[] file)
    {
        var kept = 0;
        foreach (var piece in plan.Edit.Pieces)
        {
            if (MemoryMarshal.TryGetArray(piece, out var segment) && ReferenceEquals(segment.Array, file) && segment.Offset == kept)
            {
                kept += segment.Count;
            }
        }

        return file[..kept];
    }

    private static string Text(ProjectConfiguration configuration, ResourceId resource) => Encoding.UTF8.GetString(configuration.Find(resource)!.Value.Span);

    /// <summary>What the source has, and the mark that this import puts on it: by trees, without Core's own editing.</summary>
    private static JsonObject Expected(Scenario scenario, ImportPlan plan, PlannedChange change)
    {
        var configuration = Files.Read(scenario.Source);
        var content = JsonNode.Parse(configuration.Find(change.Resource)!.Value.Span)!.AsObject();
        if (change.Resource.Kind == ResourceKind.SystemOfRecord && content.ContainsKey("projections"))
        {
            content["projections"] = new JsonObject();
        }

        if (change.ImportAs == ImportMode.Reference)
        {
            content["importedFrom"] = new JsonObject
            {
                ["project"] = plan.Origin!.Project, ["branch"] = plan.Origin.Branch, ["exportedAt"] = "2026-03-04T05:06:07.089Z", ["repository"] = plan.Origin.Repository, ["commit"] = plan.Origin.Commit,
                ["name"] = change.SourceName, ["import"] = plan.Request.Name, ["digest"] = change.Digest,
            };
        }

        return content;
    }

    private static void Put(JsonObject tree, PlannedChange change, JsonObject value)
    {
        var root = tree["fastDataConfig"] as JsonObject ?? tree;
        var id = change.Resource;
        if (id.Kind == ResourceKind.Projection)
        {
            var system = root["systems"]![id.System!]!.AsObject();
            (system["projections"] ??= new JsonObject()).AsObject().Add(id.Name, value);
        }
        else
        {
            (root[id.Kind.Section()] ??= new JsonObject()).AsObject().Add(id.Name, value);
        }
    }

    /// <summary>The tree without what an import leaves behind by design: empty maps, and default cast functions that it carried.</summary>
    private static JsonObject Meaning(byte[] file)
    {
        var tree = Files.Tree(file);
        var root = tree["fastDataConfig"] as JsonObject ?? tree;
        foreach (var section in (string[])["systems", "castFunctions", "singleViews", "erSchemas"])
        {
            foreach (var (id, resource) in root[section]?.AsObject().ToList() ?? [])
            {
                if ((string?)resource!["type"] == "default")
                {
                    root[section]!.AsObject().Remove(id);
                }

                if (section == "systems" && resource["projections"] is JsonObject { Count: 0 })
                {
                    resource.AsObject().Remove("projections");
                }
            }

            if (root[section] is JsonObject { Count: 0 })
            {
                root.Remove(section);
            }
        }

        return tree;
    }

    private static SortedDictionary<string, string> Digests(byte[] file)
    {
        var configuration = Files.Read(file);
        var digests = new ContentDigest();
        return new(configuration.Resources.ToDictionary(
            resource => resource.ToString(), resource => digests.Compute(configuration.Find(resource)!.Value, withProjections: resource.Kind != ResourceKind.SystemOfRecord)), StringComparer.Ordinal);
    }

    private static void AssertSame(JsonNode expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(expected, actual), $"expected:\n{expected.ToJsonString()}\nactual:\n{actual.ToJsonString()}");


}
