using System.Text.Json;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Imports;
using FastDataOperator.Reconcilers;
using FastDataOperator.Status;
using FastDataOperator.Tests.Reconcilers;

namespace FastDataOperator.Tests.Status;

/// <summary>Outcomes without a plan; those with one are tested where there is one, against a real API server.</summary>
public sealed class StatusRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 10, 0, 0, 250, TimeSpan.FromHours(1));
    private static readonly ReadRevisions s_read = new(new BranchRevision("main", new string('a', 40)), new BranchRevision("trunk", new string('b', 40)));

    [Fact]
    public void Next_NothingToSay_IsTheSame()
    {
        var import = ImportObjectBuilder.Make(status: ImportObjectBuilder.Ready());

        foreach (var outcome in new PassOutcome[] { new PassOutcome.Unmoved(), new PassOutcome.Parked(), new PassOutcome.Outdated(), new PassOutcome.Gone(), new PassOutcome.Released(null) })
        {
            Assert.Equal(Text(import.Status), Text(StatusRules.Next(import, outcome, s_now)));
        }
    }

    [Fact]
    public void Next_ATransientFailure_GoesOnByItself()
    {
        var status = Next(new PassOutcome.Failed("ConnectionFailed", true, "no way", null, ConditionType.SourceFetched), ImportObjectBuilder.Make(generation: 2, status: ImportObjectBuilder.Ready(), requestedAt: "now"));

        Assert.Equal(("False", "ConnectionFailed", "no way"), Of(status, ConditionType.Ready));
        Assert.Equal(("True", "ProgressingWithRetry", "no way"), Of(status, ConditionType.Reconciling));
        Assert.Equal(("False", "ConnectionFailed", "no way"), Of(status, ConditionType.SourceFetched));
        Assert.Null(status.Find(ConditionType.Stalled));
        Assert.Equal(1, status.ObservedGeneration);
        Assert.Null(status.LastHandledReconcileAt);
        Assert.Equal("2026-11-25T09:00:00Z", status.Find(ConditionType.Ready)!.LastTransitionTime);
        Assert.Equal(2, status.Find(ConditionType.Ready)!.ObservedGeneration);
        Assert.Equal("ConnectionFailed", Assert.Single(status.History).Reason);
    }

    [Fact]
    public void Next_ASourceThatIsNotVerified_SaysThatItWasNotRead()
    {
        var problem = new Finding { Reason = Reason.SourceNotVerified, Rule = "manifest", Message = "not signed" };

        var status = Next(new PassOutcome.Refused([problem], null), ImportObjectBuilder.Make());

        Assert.Equal(("False", "SourceNotVerified", "not signed"), Of(status, ConditionType.SourceFetched));
        Assert.Equal(("True", "SourceNotVerified", "not signed"), Of(status, ConditionType.Stalled));
    }

    [Fact]
    public void Next_ASourceAtATag_NamesTagAndSigner()
    {
        var source = new BranchRevision("v1.0.0", new string('a', 40)) { TagObject = new string('c', 40), SignedBy = "SSH key SHA256:x" };
        var problem = new Finding { Reason = Reason.NotInSource, Rule = "S3", Message = "no" };

        var status = Next(new PassOutcome.Refused([problem], s_read with { Source = source }), ImportObjectBuilder.Make());

        Assert.Equal($"read v1.0.0@sha1:{new string('a', 40)}, signed by SSH key SHA256:x", status.Find(ConditionType.SourceFetched)!.Message);
        Assert.Equal(($"v1.0.0@sha1:{new string('a', 40)}", "v1.0.0"), (status.Source!.Revision, status.Source.Branch));
    }

    [Fact]
    public void Next_TheSameFailureAgain_ChangesNothing()
    {
        var outcome = new PassOutcome.Failed("ConnectionFailed", true, "no way", null, ConditionType.SourceFetched);
        var once = Next(outcome, ImportObjectBuilder.Make());

        var twice = StatusRules.Next(ImportObjectBuilder.Make(status: once), outcome, s_now.AddHours(1));

        Assert.Equal(Text(once), Text(twice));
    }

    [Fact]
    public void Next_OfAnObjectThatIsBeingDeleted_NamesTheWayOut()
    {
        var deleting = ImportObjectBuilder.Make() with { IsDeleting = true };
        const string way = "no Secret; create it; or set deletionPolicy: Retain, which lets the object go and keeps its references";

        var stalled = Next(new PassOutcome.Refused([Problem(Reason.SecretMissing, "no Secret", "create it")], null), deleting);
        var retried = Next(new PassOutcome.Failed("ConnectionFailed", true, "no Secret; create it", null, ConditionType.Published), deleting);

        Assert.Equal(("False", "SecretMissing", way), Of(stalled, ConditionType.Ready));
        Assert.Equal(("False", "ConnectionFailed", way), Of(retried, ConditionType.Ready));
    }

    [Fact]
    public void Next_Refused_StallsAndAnswers()
    {
        var status = Next(
            new PassOutcome.Refused([Problem(Reason.NameCollision, "er_customer exists", "rename it"), Problem(Reason.NameCollision, "sv_x exists", null)], s_read),
            ImportObjectBuilder.Make(generation: 5, requestedAt: "now"));

        Assert.Equal(("False", "NameCollision", "er_customer exists; rename it; and 1 more problem, which the condition Planned lists"), Of(status, ConditionType.Ready));
        Assert.Equal("True", Of(status, ConditionType.Stalled).Status);
        Assert.Equal(("False", "NameCollision", "er_customer exists; rename it; sv_x exists"), Of(status, ConditionType.Planned));
        Assert.Null(status.Find(ConditionType.Reconciling));
        Assert.Equal(5, status.ObservedGeneration);
        Assert.Equal("now", status.LastHandledReconcileAt);
        Assert.Equal($"main@sha1:{new string('a', 40)}", status.Source!.Revision);
        Assert.Equal($"trunk@sha1:{new string('b', 40)}", status.Destination!.Revision);
    }

    [Fact]
    public void Next_StalledThenTransient_IsStalledNoLonger()
    {
        var stalled = Next(new PassOutcome.Refused([Problem(Reason.SecretMissing, "no Secret", null)], null), ImportObjectBuilder.Make());

        var status = Next(new PassOutcome.Failed("TimedOut", true, "slow", null, ConditionType.Published), ImportObjectBuilder.Make(status: stalled));

        Assert.Null(status.Find(ConditionType.Stalled));
        Assert.Null(status.Find(ConditionType.Planned));
        Assert.Equal("False", Of(status, ConditionType.Ready).Status);
        Assert.Equal(2, status.History.Count);
        Assert.Equal("TimedOut", status.History[0].Reason);
    }

    [Fact]
    public void Next_Suspended_IsUnknownAndKeepsTheRest()
    {
        var before = ImportObjectBuilder.Ready() with { Resources = [], MissingServices = ["updater"] };
        var status = Next(new PassOutcome.Suspended(), ImportObjectBuilder.Make(status: before, generation: 2));

        Assert.Equal("Unknown", Of(status, ConditionType.Ready).Status);
        Assert.Equal("Suspended", Of(status, ConditionType.Ready).Reason);
        Assert.Equal(2, status.ObservedGeneration);
        Assert.Equal(["updater"], status.MissingServices);
        Assert.Empty(status.History);
    }

    [Fact]
    public void Next_ManyFailures_RemembersFive()
    {
        var status = new ImportStatus();
        for (var at = 0; at < 8; at++)
        {
            status = StatusRules.Next(ImportObjectBuilder.Make(status: status), new PassOutcome.Failed("TimedOut", true, $"failure {at}", null, ConditionType.Published), s_now);
        }

        Assert.Equal(["failure 7", "failure 6", "failure 5", "failure 4", "failure 3"], status.History.Select(outcome => outcome.Message));
    }

    [Fact]
    public void Next_AMessageOfAnyLength_FitsTheSchema()
    {
        var status = Next(new PassOutcome.Refused([.. Enumerable.Range(0, 2000).Select(at => Problem(Reason.NameCollision, new string('\u001b', at), null))], null), ImportObjectBuilder.Make());

        Assert.All(status.Conditions, condition =>
        {
            Assert.InRange(condition.Message!.Length, 1, 32768);
            Assert.DoesNotContain('\u001b', condition.Message);
        });
    }

    [Fact]
    public void Next_AMessageOfCharactersThatTakeTheMostRoom_FitsTheSchema()
    {
        var words = string.Concat(Enumerable.Repeat("\U0010FFFD", 5000));

        var status = Next(new PassOutcome.Failed("ServerError", true, words, null, ConditionType.Published), ImportObjectBuilder.Make());

        Assert.All(status.Conditions, static condition => Assert.InRange(condition.Message!.Length, 1, 32768));
        Assert.All(status.History, static outcome => Assert.InRange(outcome.Message!.Length, 1, 32768));
    }

    private static ImportStatus Next(PassOutcome outcome, ImportObject import) => StatusRules.Next(import, outcome, s_now);

    private static (string Status, string? Reason, string? Message) Of(ImportStatus status, string type) =>
        status.Find(type) is { } condition ? (condition.Status, condition.Reason, condition.Message) : default;

    private static string Text(ImportStatus status) => JsonSerializer.Serialize(StatusJson.Write(status));

    private static Finding Problem(Reason reason, string message, string? remedy) => new() { Reason = reason, Rule = "K1", Message = message, Remedy = remedy };
}
