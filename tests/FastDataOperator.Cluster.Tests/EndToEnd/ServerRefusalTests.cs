namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What a Git server refuses today it may take tomorrow, without anything moving that the operator looks at.</summary>
public sealed class ServerRefusalTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PushRejected_ThenAllowedAtTheServer_IsPushedWithoutBeingAsked()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        world.Destination.SetHook("pre-receive", "echo main is protected >&2; exit 1");
        var before = world.Destination.Tip("main");
        await world.StartReadyAsync();
        await world.CreateImportAsync();
        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal("PushRejected", ImportObjects.ConditionsOf(stalled)["Stalled"].Reason);

        world.Destination.SetHook("pre-receive", "exit 0");

        await world.ReportedAsync(await world.PushedAsync(before));
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }
}
