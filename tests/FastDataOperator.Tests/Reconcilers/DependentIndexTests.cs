using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using static FastDataOperator.Tests.Reconcilers.ImportObjectBuilder;

namespace FastDataOperator.Tests.Reconcilers;

public sealed class DependentIndexTests
{
    private static readonly ObjectKey s_base = new("team-a", "base");

    private readonly DependentIndex _index = new();

    [Fact]
    public void Of_ThoseThatWait_AreOfTheSameNamespace()
    {
        Change(null, Make("a", DependsOn("base")));
        Change(null, Make("b", DependsOn("other", "base")));
        Change(null, Make("c"));

        Assert.Equal(["a", "b"], _index.Of(s_base).Select(static key => key.Name).Order(StringComparer.Ordinal));
        Assert.Empty(_index.Of(s_base with { Namespace = "team-b" }));
    }

    [Fact]
    public void Of_AfterAChangeOfDependsOn_FollowsIt()
    {
        var before = Make("a", DependsOn("base", "other"));
        Change(null, before);
        Change(before, Make("a", DependsOn("other")));

        Assert.Empty(_index.Of(s_base));
        Assert.Equal("a", Assert.Single(_index.Of(s_base with { Name = "other" })).Name);
    }

    [Fact]
    public void Of_AfterADeletion_ForgetsWhoWaited()
    {
        var before = Make("a", DependsOn("base"));
        Change(null, before);
        Change(before, null);

        Assert.Empty(_index.Of(s_base));
    }

    private void Change(ImportObject? before, ImportObject? after) => _index.Take(new ObjectChange<ImportObject>((after ?? before)!.Key, before, after));
}
