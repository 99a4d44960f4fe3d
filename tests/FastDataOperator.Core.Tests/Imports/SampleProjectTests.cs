using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

/// <summary>The rules over projects of real size and shape.</summary>
public class SampleProjectTests
{
    public static TheoryData<string> Projects =>
    [
        "clone-system/repositories/retail-template/fastdata-config.json", "share-er-schema/repositories/customer-core/fastdata-config.json",
        "follow-updates/repositories/logistics-core/fastdata-config.json", "follow-updates/repositories/delivery-portal/fast-data-config.json",
        "chain-of-projects/repositories/base-registry/fast-data-config.json", "chain-of-projects/repositories/web-shop/project.json",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    [Trait("Rule", "K5")]
    [Trait("Rule", "E3")]
    public void Plan_GivenASample_ImportsItWholeAndOnce(string path)
    {
        var source = Files.Sample(path);
        var scenario = new Scenario { Source = source, Destination = null };
        var applied = scenario.Applied();
        var export = ExportWriter.Write(
            new ExportRequest { Selection = new Selection { All = true }, ExportedAt = DateTimeOffset.UnixEpoch }, new SourceProject { Configuration = Files.Read(source), Origin = Scenario.Origin });

        Assert.Equal(Files.Read(source).Resources.Count(), Files.Read(applied.Destination!).Resources.Count());
        Assert.False(applied.Plan().HasChanges);
        Assert.Equal(applied.Destination, (scenario with { Source = Assert.IsType<ExportResult.Written>(export).Bytes.ToArray() }).Applied().Destination);
        Assert.All(ReferenceInventory.List(Files.Read(applied.Destination!)).References, reference => Assert.False(reference.HasDrifted));
    }

    [Fact]
    [Trait("Rule", "K2")]
    public void Plan_GivenTheNextStateOfASample_UpdatesWhatMovedAndNothingElse()
    {
        var request = Scenario.All with { Selection = new Selection { ErSchemas = [new NamedSelection("*")] } };
        var applied = new Scenario { Source = Files.Sample("share-er-schema/repositories/customer-core/fastdata-config.json"), Destination = Files.Sample("share-er-schema/repositories/marketing/fastdata-config.json"), Request = request }.Applied();
        var plan = (applied with { Source = Files.Sample("share-er-schema/repositories/customer-core.next/fastdata-config.json") }).Plan();

        Assert.True(plan.Count(ChangeAction.Updated) is > 0 and < 10);
        Assert.All(plan.Changes.Where(change => change.Action == ChangeAction.Updated), change => Assert.NotEmpty(change.Differences));
        Assert.Contains(plan.Changes, change => change is { Action: ChangeAction.Unchanged, Resource.Kind: ResourceKind.Projection });
    }
}
