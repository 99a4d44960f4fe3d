using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Reconcilers;
using FastDataOperator.Status;
using FastDataOperator.Tests.Reconcilers;

namespace FastDataOperator.Tests.Status;

public sealed class EventRulesTests
{
    private static readonly PassOutcome s_failed = new PassOutcome.Failed("ConnectionFailed", true, "no way", null, ConditionType.SourceFetched);

    [Fact]
    public void Of_AFailure_WarnsOnce()
    {
        var (first, status) = Events(new ImportStatus(), s_failed);
        var (second, _) = Events(status, s_failed);

        Assert.Equal([new ImportEvent(true, "ConnectionFailed", "no way")], first);
        Assert.Empty(second);
    }

    [Fact]
    public void Of_AnotherFailure_WarnsAgain()
    {
        var (_, status) = Events(new ImportStatus(), s_failed);

        var (events, _) = Events(status, new PassOutcome.Refused([new Finding { Reason = Reason.NameCollision, Rule = "K1", Message = "it exists" }], null));

        Assert.Equal([new ImportEvent(true, "NameCollision", "it exists")], events);
    }

    [Fact]
    public void Of_WaitingForAnother_IsNoWarning() =>
        Assert.Equal([new ImportEvent(false, "DependencyNotReady", "waits for base")], Events(new ImportStatus(), new PassOutcome.Waiting("waits for base")).Events);

    [Fact]
    public void Of_WhatNobodyNeedsToHear_IsNothing() =>
        Assert.All(
            new PassOutcome[] { new PassOutcome.Unmoved(), new PassOutcome.Suspended(), new PassOutcome.Parked(), new PassOutcome.Gone(), new PassOutcome.Released(null) },
            outcome => Assert.Empty(Events(ImportObjectBuilder.Ready(), outcome).Events));

    [Fact]
    public void Of_WhatWasRemoved_IsTold() =>
        Assert.Equal([new ImportEvent(false, "ReferencesRemoved", "removed 3")], Events(ImportObjectBuilder.Ready(), new PassOutcome.Released(new ImportEvent(false, "ReferencesRemoved", "removed 3"))).Events);

    private static (IReadOnlyList<ImportEvent> Events, ImportStatus Status) Events(ImportStatus before, PassOutcome outcome)
    {
        var after = StatusRules.Next(ImportObjectBuilder.Make(status: before), outcome, DateTimeOffset.UnixEpoch);
        return (EventRules.Of(before, after, outcome), after);
    }
}
