using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using static FastDataOperator.Tests.Reconcilers.ImportObjectBuilder;

namespace FastDataOperator.Tests.Reconcilers;

public sealed class DependencyRulesTests
{
    [Fact]
    public void Check_NoDependency_IsNoObstacle() => Assert.Null(Check(Make()));

    [Fact]
    public void Check_ReadyForItsNewestSpec_IsNoObstacle() =>
        Assert.Null(Check(Make(spec: DependsOn("base")), Make("base", status: Ready(2), generation: 2)));

    [Fact]
    public void Check_NotThereNotReadyOrReadyForAnOlderSpec_NamesEach()
    {
        var waiting = Assert.IsType<PassOutcome.Waiting>(Check(
            Make(spec: DependsOn("missing", "young", "changed", "fine")), Make("young"), Make("changed", status: Ready(1), generation: 2), Make("fine", status: Ready())));

        Assert.Equal("waits for missing (it does not exist, or is not watched by this operator), young (it is not ready), changed (it is not ready)", waiting.Message);
    }

    [Fact]
    public void Check_ACycle_ShowsTheWay()
    {
        var refused = Assert.IsType<PassOutcome.Refused>(Check(
            Make("a", DependsOn("b")), Make("b", DependsOn("x", "c")), Make("c", DependsOn("a")), Make("x", DependsOn("y")), Make("y", DependsOn("x"))));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal(Reason.DependencyCycle, problem.Reason);
        Assert.Contains("a → b → c → a", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ACycleFurtherOn_IsWaitedFor() =>
        Assert.IsType<PassOutcome.Waiting>(Check(Make("a", DependsOn("b")), Make("b", DependsOn("c")), Make("c", DependsOn("b"))));

    private static PassOutcome? Check(ImportObject import, params ReadOnlySpan<ImportObject> others) => DependencyRules.Check(import, Store([import, .. others]));

    private static ObjectStore<ImportObject> Store(params ReadOnlySpan<ImportObject> objects)
    {
        var store = new ObjectStore<ImportObject>();
        foreach (var item in objects)
        {
            store.Upsert(item);
        }

        return store;
    }
}
