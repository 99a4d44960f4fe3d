using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using FastDataOperator.Status;
using k8s;

namespace FastDataOperator.Cluster.Tests.Status;

/// <summary>A status as large as the schema admits does not fit into the store.</summary>
public sealed class StatusWriterTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(800)] // more than etcd takes
    [InlineData(1000)] // more than the API server sends to etcd
    [InlineData(4000)] // more than the API server takes
    public async Task Write_MoreThanAnObjectHolds_SaysSoInsteadOfNothing(int longestName)
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var imports = new ImportObjects(cluster.Administrator, space);
        await imports.CreateAsync("orders", ImportObjects.Spec("https://git.example.com/a.git", "https://git.example.com/b.git"), CancellationToken);
        var import = ImportObject.Of(await cluster.Administrator.CustomObjects.GetNamespacedCustomObjectAsync<ImportResource>(
            FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, "orders", CancellationToken));
        import = import with
        {
            Status = import.Status with
            {
                Resources = [.. Enumerable.Range(0, StatusRules.MostResources).Select(at => new ResourceStatus { Kind = ResourceKind.SingleView, Name = $"{at}{new string('v', longestName)}", ImportAs = ImportMode.Resource })],
            },
        };
        var writer = new StatusWriter(cluster.Administrator, new ObjectStore<ImportObject>(), TimeProvider.System, static () => { });

        await writer.WriteAsync(import, new PassOutcome.Failed("TimedOut", true, "slow", null, ConditionType.Published), CancellationToken);

        var told = ImportObjects.ConditionsOf(await imports.GetAsync("orders", CancellationToken))["Ready"];
        Assert.Equal(("False", "StatusTooLarge"), (told.Status, told.Reason));
    }
}
