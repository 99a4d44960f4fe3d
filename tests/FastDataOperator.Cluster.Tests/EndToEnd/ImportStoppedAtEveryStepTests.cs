using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An operator ends at every request of an import, and the next one settles what it left.</summary>
public sealed class ImportStoppedAtEveryStepTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Death.Killed)]
    [InlineData(Death.Stopped)]
    [InlineData(Death.StoppedWhileItHangs)]
    public async Task Import_WhereverTheOperatorEnds_IsOneCommitAndSettles(Death death)
    {
        await using var operators = await OperatorWorld.CreateAsync(cluster);
        await using var world = await SteppedWorld.CreateAsync(operators, death);
        var (clean, steps) = await RecordAsync(world);
        var push = IndexOf(steps, "POST git-receive-pack");
        var status = IndexOf(steps, "patch fastdataimports/status");
        var finalizer = IndexOf(steps, "patch fastdataimports");
        Assert.True(finalizer < push && push < status && status < IndexOf(steps, "create events"), string.Join(", ", steps));

        (SteppedImport Import, bool IsPushed, bool IsTold)? before = null;
        foreach (var (at, step) in steps.Index())
        {
            foreach (var moment in SteppedWorld.MomentsOf(death))
            {
                var process = await world.StartAsync();
                await SettledAsync(world, before, clean);
                bool IsDone(int which) => death is Death.Stopped || at > which || (at == which && moment is Moment.BeforeTheAnswer);
                var import = await world.PrepareAsync($"{death} at {step}, {moment}");
                await SteppedWorld.ExplainAsync(import, async () =>
                {
                    await world.EndAtAsync(process, import, step, moment, () => world.CreateAsync(import));

                    Assert.Equal(IsDone(push) ? 2 : 1, import.Commits);
                    var found = (await world.FindAsync(import))!;
                    Assert.Equal(IsDone(status), ImportObjects.Is(found, "Ready"));
                    Assert.Equal(IsDone(status) ? import.Tip : null, (string?)found["status"]?["destination"]?["pushedCommit"]);
                    Assert.Equal(IsDone(finalizer) ? [ImportObject.Finalizer] : [], SteppedWorld.Finalizers(found));
                });
                before = (import, IsDone(push), IsDone(status));
            }
        }

        await world.StartAsync();
        await SettledAsync(world, before, clean);
        Assert.Equal(death is Death.Killed, world.Leftovers > 0);
    }

    /// <summary>What one import takes when nothing goes wrong, of an operator that has met the server before: it asks less of it.</summary>
    private static async Task<(SteppedImport Import, IReadOnlyList<Step> Steps)> RecordAsync(SteppedWorld world)
    {
        var process = await world.StartAsync();
        await ImportAsync();
        var clean = await ImportAsync();
        process.Process.Kill();
        return clean;

        async Task<(SteppedImport, IReadOnlyList<Step>)> ImportAsync()
        {
            var import = await world.PrepareAsync("nothing went wrong");
            world.Trap.Follow(import.Name);
            await world.CreateAsync(import);
            await world.World.EventAsync("Pushed", static _ => true, import.Name);
            var steps = world.Trap.Steps;
            await world.SuspendAsync(import);
            return (import, steps);
        }
    }

    /// <summary>The next operator has brought it to its end, and has nothing more to do.</summary>
    private static async Task SettledAsync(SteppedWorld world, (SteppedImport Import, bool IsPushed, bool IsTold)? ended, SteppedImport clean)
    {
        if (ended is not { } settled)
        {
            return;
        }

        var import = settled.Import;
        await SteppedWorld.ExplainAsync(import, async () =>
        {
            var ready = await world.World.Imports.WaitForAsync(import.Name, "Ready", CancellationToken);

            Assert.Equal(2, import.Commits);
            if (settled.IsPushed)
            {
                Assert.Equal(import.TipThen, import.Tip);
            }

            var conditions = ImportObjects.ConditionsOf(ready);
            Assert.Equal(settled.IsPushed && !settled.IsTold ? "UpToDate" : "Pushed", conditions["Ready"].Reason);
            Assert.False(conditions.ContainsKey("Reconciling") || conditions.ContainsKey("Stalled"));
            Assert.Equal($"main@sha1:{import.Tip}", (string?)ready["status"]!["destination"]!["revision"]);
            Assert.Equal([ImportObject.Finalizer], SteppedWorld.Finalizers(ready));
            Assert.Empty(world.World.Scratch);
            import.Destination.Check();
            Assert.Equal(Configuration(clean), Configuration(import));

            var tip = import.Tip;
            var again = await world.AskAsync(import);
            Assert.Equal(("True", "UpToDate"), (ImportObjects.ConditionsOf(again)["Ready"].Status, ImportObjects.ConditionsOf(again)["Ready"].Reason));
            Assert.Equal(tip, import.Tip);
            await world.SuspendAsync(import);
        });
    }

    /// <summary>What was imported, but for the import's own name in the addresses.</summary>
    private static string Configuration(SteppedImport import) =>
        import.Destination.ReadFile("main", "fastdata-config.json").Replace(import.Name, "import", StringComparison.Ordinal);

    /// <summary>The last of a kind: a status patch that meets a conflict is not the one that tells.</summary>
    private static int IndexOf(IReadOnlyList<Step> steps, string kind) => steps.Index().Last(step => step.Item.Kind == kind).Index;
}
