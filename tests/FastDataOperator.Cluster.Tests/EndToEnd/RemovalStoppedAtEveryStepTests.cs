using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An operator ends at every request of a removal (P2), and the next one settles what it left.</summary>
public sealed class RemovalStoppedAtEveryStepTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Death.Killed)]
    [InlineData(Death.Stopped)]
    [InlineData(Death.StoppedWhileItHangs)]
    public async Task Removal_WhereverTheOperatorEnds_LeavesTheDestinationAsItWas(Death death)
    {
        await using var operators = await OperatorWorld.CreateAsync(cluster);
        await using var world = await SteppedWorld.CreateAsync(operators, death);
        var steps = await RecordAsync(world);
        var push = IndexOf(steps, "POST git-receive-pack");
        var release = IndexOf(steps, "patch fastdataimports");
        Assert.True(push < release && release < IndexOf(steps, "create events"), string.Join(", ", steps));

        SteppedImport? before = null;
        foreach (var (at, step) in steps.Index())
        {
            foreach (var moment in SteppedWorld.MomentsOf(death))
            {
                var process = await world.StartAsync();
                await SettledAsync(world, before);
                bool IsDone(int which) => death is Death.Stopped || at > which || (at == which && moment is Moment.BeforeTheAnswer);
                var import = before = await ImportedAsync(world, $"{death} at {step}, {moment}");
                await SteppedWorld.ExplainAsync(import, async () =>
                {
                    await world.EndAtAsync(process, import, step, moment, () => world.World.Imports.DeleteAsync(import.Name, CancellationToken));

                    Assert.Equal(IsDone(push) ? 3 : 2, import.Commits);
                    Assert.Equal(IsDone(push), import.Tree == import.TreeBefore);
                    Assert.Equal(IsDone(release) ? [] : [ImportObject.Finalizer], await world.FindAsync(import) is { } found ? SteppedWorld.Finalizers(found) : []);
                });
            }
        }

        await world.StartAsync();
        await SettledAsync(world, before);
    }

    /// <summary>What a removal takes when nothing goes wrong.</summary>
    private static async Task<IReadOnlyList<Step>> RecordAsync(SteppedWorld world)
    {
        var process = await world.StartAsync();
        var import = await ImportedAsync(world, "nothing went wrong");
        world.Trap.Follow(import.Name);
        await world.World.Imports.DeleteAsync(import.Name, CancellationToken);
        await world.World.EventAsync("ReferencesRemoved", static _ => true, import.Name);
        process.Process.Kill();
        return world.Trap.Steps;
    }

    /// <summary>An import that is there and told, to its last request.</summary>
    private static async Task<SteppedImport> ImportedAsync(SteppedWorld world, string @case)
    {
        var import = await world.PrepareAsync(@case);
        await world.CreateAsync(import);
        await world.World.EventAsync("Pushed", static _ => true, import.Name);
        Assert.NotEqual(import.TreeBefore, import.Tree);
        return import;
    }

    /// <summary>The next operator has brought it to its end.</summary>
    private static async Task SettledAsync(SteppedWorld world, SteppedImport? ended)
    {
        if (ended is not { } import)
        {
            return;
        }

        await SteppedWorld.ExplainAsync(import, async () =>
        {
            await world.World.Imports.WaitForGoneAsync(import.Name, CancellationToken);

            Assert.Equal(import.TreeBefore, import.Tree);
            Assert.Equal(3, import.Commits);
            Assert.Empty(world.World.Scratch);
            import.Destination.Check();
        });
    }

    /// <summary>The last of a kind: a status patch that meets a conflict is not the one that tells.</summary>
    private static int IndexOf(IReadOnlyList<Step> steps, string kind) => steps.Index().Last(step => step.Item.Kind == kind).Index;
}
