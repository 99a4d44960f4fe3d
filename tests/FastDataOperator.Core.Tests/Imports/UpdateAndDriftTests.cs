using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class UpdateAndDriftTests
{
    private const bool Drifted = true, Clean = false, Moved = true, Same = false, Asked = true, Unasked = false;

    [Theory]
    [Trait("Rule", "U1")]
    [Trait("Rule", "D1")]
    // Nothing happened: nothing to do.
    [InlineData(Clean, Same, UpdatePolicy.Automatic, DriftPolicy.Restore, Unasked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Automatic, DriftPolicy.Restore, Asked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Automatic, DriftPolicy.Report, Unasked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Automatic, DriftPolicy.Report, Asked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Manual, DriftPolicy.Restore, Unasked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Manual, DriftPolicy.Restore, Asked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Manual, DriftPolicy.Report, Unasked, ChangeAction.Unchanged)]
    [InlineData(Clean, Same, UpdatePolicy.Manual, DriftPolicy.Report, Asked, ChangeAction.Unchanged)]
    // The source moved: U1 alone decides.
    [InlineData(Clean, Moved, UpdatePolicy.Automatic, DriftPolicy.Restore, Unasked, ChangeAction.Updated)]
    [InlineData(Clean, Moved, UpdatePolicy.Automatic, DriftPolicy.Restore, Asked, ChangeAction.Updated)]
    [InlineData(Clean, Moved, UpdatePolicy.Automatic, DriftPolicy.Report, Unasked, ChangeAction.Updated)]
    [InlineData(Clean, Moved, UpdatePolicy.Automatic, DriftPolicy.Report, Asked, ChangeAction.Updated)]
    [InlineData(Clean, Moved, UpdatePolicy.Manual, DriftPolicy.Restore, Unasked, ChangeAction.UpdateAvailable)]
    [InlineData(Clean, Moved, UpdatePolicy.Manual, DriftPolicy.Restore, Asked, ChangeAction.Updated)]
    [InlineData(Clean, Moved, UpdatePolicy.Manual, DriftPolicy.Report, Unasked, ChangeAction.UpdateAvailable)]
    [InlineData(Clean, Moved, UpdatePolicy.Manual, DriftPolicy.Report, Asked, ChangeAction.Updated)]
    // Somebody edited the reference: D1 alone decides. Asking for the import overrides Report: it is how a person takes the source's side.
    [InlineData(Drifted, Same, UpdatePolicy.Automatic, DriftPolicy.Restore, Unasked, ChangeAction.Restored)]
    [InlineData(Drifted, Same, UpdatePolicy.Automatic, DriftPolicy.Restore, Asked, ChangeAction.Restored)]
    [InlineData(Drifted, Same, UpdatePolicy.Automatic, DriftPolicy.Report, Unasked, ChangeAction.Drifted)]
    [InlineData(Drifted, Same, UpdatePolicy.Automatic, DriftPolicy.Report, Asked, ChangeAction.Restored)]
    [InlineData(Drifted, Same, UpdatePolicy.Manual, DriftPolicy.Restore, Unasked, ChangeAction.Restored)]
    [InlineData(Drifted, Same, UpdatePolicy.Manual, DriftPolicy.Restore, Asked, ChangeAction.Restored)]
    [InlineData(Drifted, Same, UpdatePolicy.Manual, DriftPolicy.Report, Unasked, ChangeAction.Drifted)]
    [InlineData(Drifted, Same, UpdatePolicy.Manual, DriftPolicy.Report, Asked, ChangeAction.Restored)]
    // Both: writing needs both permissions, for the content that was edited away is no longer to be had.
    [InlineData(Drifted, Moved, UpdatePolicy.Automatic, DriftPolicy.Restore, Unasked, ChangeAction.Updated)]
    [InlineData(Drifted, Moved, UpdatePolicy.Automatic, DriftPolicy.Restore, Asked, ChangeAction.Updated)]
    [InlineData(Drifted, Moved, UpdatePolicy.Automatic, DriftPolicy.Report, Unasked, ChangeAction.Drifted)]
    [InlineData(Drifted, Moved, UpdatePolicy.Automatic, DriftPolicy.Report, Asked, ChangeAction.Updated)]
    [InlineData(Drifted, Moved, UpdatePolicy.Manual, DriftPolicy.Restore, Unasked, ChangeAction.UpdateAvailable)]
    [InlineData(Drifted, Moved, UpdatePolicy.Manual, DriftPolicy.Restore, Asked, ChangeAction.Updated)]
    [InlineData(Drifted, Moved, UpdatePolicy.Manual, DriftPolicy.Report, Unasked, ChangeAction.UpdateAvailable)]
    [InlineData(Drifted, Moved, UpdatePolicy.Manual, DriftPolicy.Report, Asked, ChangeAction.Updated)]
    public void Plan_GivenAReference_DoesWhatUpdateAndDriftSay(bool drifted, bool moved, UpdatePolicy update, DriftPolicy drift, bool asked, ChangeAction expected)
    {
        var imported = Scenario.Of(View(1)).Applied();
        var scenario = imported with
        {
            Source = View(moved ? 2 : 1).Bytes(),
            Destination = drifted ? Edited(imported.Destination!) : imported.Destination,
            Request = Scenario.All with { Update = update, Drift = drift, Asked = asked },
        };

        var plan = scenario.Plan();
        var change = Assert.Single(plan.Changes);
        Assert.Equal(expected, change.Action);
        Assert.Equal(expected is ChangeAction.Updated or ChangeAction.Restored, plan.HasChanges);
        Assert.Equal(!plan.HasChanges, plan.Edit.ToArray().AsSpan().SequenceEqual(scenario.Destination));
        Assert.Equal(drifted, plan.Warnings.Any(warning => warning is { Rule: "D1", Reason: Reason.Drifted or Reason.DriftRestored }));
        Assert.Equal(moved && !plan.HasChanges, plan.Warnings.Any(warning => warning is { Rule: "U1", Reason: Reason.UpdateAvailable }));
        Assert.Equal(drifted || moved, change.Differences.Count > 0);
        if (plan.HasChanges)
        {
            Assert.Equal(moved ? 2 : 1, (int)scenario.Result()["singleViews"]!["sv"]!["content"]!);
            Assert.False(scenario.Applied().Plan().HasChanges);
        }
    }

    [Fact]
    [Trait("Rule", "U1")]
    public void Plan_GivenASourceCommitThatChangesNothingSelected_ChangesNothing()
    {
        var scenario = Scenario.Of(View(1), request: Requests.Of(new NamedSelection("sv"))).Applied()
            with { Source = View(1).SingleView("another").Also("updatedAt", "\"2030-01-01T00:00:00.000Z\"").Bytes(TextStyle.TabsAndCrLf), From = Scenario.Origin with { Commit = new string('a', 40) } };

        Assert.Equal(["Unchanged single-view/sv"], scenario.Actions());
    }

    [Fact]
    [Trait("Rule", "U1")]
    public void Plan_GivenASystemWhoseProjectionMoved_UpdatesJustTheProjection()
    {
        var source = new ProjectBuilder().Projection("s", "p").Projection("s", "q");
        var scenario = Scenario.Of(source).Applied() with { Source = source.Projection("s", "q", more: "\"moved\": 1").Bytes() };

        Assert.Equal(["Unchanged system/s", "Unchanged projection/s/p", "Updated projection/s/q"], scenario.Actions());
        Assert.Equal(1, scenario.Plan().Edit.SpliceCount);
    }

    [Fact]
    [Trait("Rule", "D1")]
    public void Plan_GivenAReformattedReference_SeesNoDrift()
    {
        var imported = Scenario.Of(View(1)).Applied();
        var reformatted = ProjectBuilder.Encode(Node.Parse(System.Text.Encoding.UTF8.GetString(imported.Destination!)), TextStyle.Minified);

        Assert.Equal(["Unchanged single-view/sv"], (imported with { Destination = reformatted }).Actions());
    }

    [Fact]
    [Trait("Rule", "D1")]
    public void Plan_GivenAMarkWithoutDigest_TakesTheContentForWhatWasImported()
    {
        var destination = new ProjectBuilder().SingleView("sv", """ "content": 0, "importedFrom": {"project": "source-project", "name": "sv"} """);
        var scenario = Scenario.Of(View(1), destination, Scenario.All with { Update = UpdatePolicy.Manual });

        Assert.Equal(["UpdateAvailable single-view/sv"], scenario.Actions());
    }

    private static ProjectBuilder View(int content) => new ProjectBuilder().SingleView("sv", $"\"content\": {content}");

    private static byte[] Edited(byte[] destination) =>
        System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(destination).Replace("\"content\": 1", "\"content\": 99", StringComparison.Ordinal));
}
