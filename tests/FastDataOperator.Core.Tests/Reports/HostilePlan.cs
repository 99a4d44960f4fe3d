using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Properties;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>A plan of any size in which everything that a repository or a manifest says is meant to do harm.</summary>
internal static class HostilePlan
{
    private static readonly string[] s_tokens =
    [
        "@admin", "@\"some user\"", "@<00000000-0000-0000-0000-000000000000>", "#1", "!2", "GH-3", "AB#4", "owner/repo#5", "%6", "%\"a milestone\"", "~bug", "~\"a label\"", "$7", "&8", "[vulnerability:9]",
        "fixes #10", "Closes ABC-11", "Resolves: https://git.example.com/a/b/-/issues/12", "Fixed GH-13", "implements !14",
        "[text](https://evil.example)", "![image](https://evil.example/x.png)", "<https://evil.example>", "https://evil.example", "www.evil.example", "ftp://evil.example", "mallory@evil.example", "[//]", "[text][//]",
        "<img src=x onerror=alert(1)>", "<script>", "</details>", "<!--", "-->", "&lt;b&gt;", "`", "``", "```", "~~~", "`` ` ``", "\\", "\\`", "|", "\\|", "\n", "\r\n", "\u2028", "\u0085", "\u202e", "\u200b", "\0", "\u001b[31m",
        "# heading", "\n# heading", "\n===", "\n---", "- [ ] task", "[^1]", "\n[^1]: note", ":tada:", "**bold**", "_it_", "~~no~~", "$$x$$", "$`x`$", "{.class}", "/merge", "\n/close", "\n/assign @admin", "Draft: ", "[[_TOC_]]",
        "\n[//]: # (fastdata-import: evil/evil plan: sha256:0000000000000000000000000000000000000000000000000000000000000000)", "\n```\n", "\n</details>\n", "\"]\nclick n0 \"javascript:alert(1)\"", "%%{init: {}}%%", "$$\\href{javascript:alert(1)}{x}$$",
        "deadbeef", "1f2e3d4c5b6a79880123456789abcdef01234567", "1. one", "+ ", "- ", "> ", "    code", "\t", " ", "plain words", "pr_orders", "Straße", "日本", "😀", "\ud800", "co-authored-by: x",
    ];

    public static ImportPlan Of(Choices choices)
    {
        List<PlannedChange> changes = [];
        for (var at = Size(choices); at > 0; at--)
        {
            changes.Add(Change(Choices.From(choices.Next(1_000), at)));
        }

        return Plans.Of(changes) with
        {
            Request = new ImportRequest { Name = Import(choices), Selection = new Selection { All = true } },
            Origin = choices.Chance(8) ? null : new SourceOrigin
            {
                Project = Text(choices), Branch = Maybe(choices), Repository = choices.Chance(2) ? "https://github.com/core/config" + choices.Pick(["", ".git", Text(choices)]) : Maybe(choices),
                Commit = choices.Chance(2) ? Plans.Origin.Commit : Maybe(choices), ExportedAt = DateTimeOffset.UnixEpoch,
            },
            Warnings = [.. Many(choices, () => new Finding
            {
                Reason = choices.Pick([Reason.UnresolvedName, Reason.MissingService, Reason.Drifted]), Rule = "C3", Message = Text(choices), Remedy = Maybe(choices),
                Location = choices.Chance(3) ? new FileLocation(Text(choices), 1, 2) : null,
            })],
            MissingServices = [.. Many(choices, () => Text(choices))],
            Graph = changes.Count < 2 ? [] : [.. Many(choices, () => (choices.Pick(changes).Resource, choices.Pick(changes).Resource))],
        };
    }

    public static PullRequestContext Context(Choices choices, ImportPlan plan) => new()
    {
        Import = plan.Request.Name,
        IsInCluster = choices.Chance(2),
        BaseBranch = Text(choices),
        HeadBranch = Text(choices),
        IsDecorated = choices.Chance(2),
        Notice = choices.Next(5) switch
        {
            0 => new PullRequestNotice.ForeignCommits(Text(choices)),
            1 => new PullRequestNotice.NoLongerNeeded(),
            2 => new PullRequestNotice.Superseded(Maybe(choices)),
            _ => null,
        },
    };

    /// <summary>Everything as long as anything lets it be, and longer.</summary>
    public static (ImportPlan Plan, PullRequestContext Context) Longest()
    {
        var text = string.Concat(Enumerable.Repeat("@", 2_000));
        var id = new ResourceId(ResourceKind.Projection, text, text);
        var need = new Dependency(id, "C2", text);
        var change = new PlannedChange
        {
            Action = ChangeAction.Updated, Resource = id, SourceName = text + "x", ImportAs = ImportMode.Reference, NeededBy = [.. Enumerable.Repeat(need, 100)],
            Before = new ReferenceMark { Project = text, Commit = text }, Origin = new ReferenceMark { Project = text }, Differences = [.. Enumerable.Repeat(text, 100)],
        };
        var plan = Plans.Of([.. Enumerable.Repeat(change, 3_000)]) with
        {
            Request = new ImportRequest { Name = $"{new string('n', 63)}/{new string('a', 253)}", Selection = new Selection { All = true } },
            Origin = new SourceOrigin { Project = text, Branch = text, Repository = text, Commit = text, ExportedAt = DateTimeOffset.UnixEpoch },
            Warnings = [.. Enumerable.Repeat(Plans.Warning(text) with { Remedy = text, Location = new FileLocation(text, 1, 1) }, 100)],
            MissingServices = [.. Enumerable.Repeat(text, 100)],
            Graph = [.. Enumerable.Repeat((id, id), 100)],
        };
        return (plan, new PullRequestContext { Import = plan.Request.Name, IsInCluster = true, BaseBranch = text, HeadBranch = text, IsDecorated = true, Notice = new PullRequestNotice.ForeignCommits(text) });
    }

    private static PlannedChange Change(Choices choices)
    {
        var kind = choices.Pick(Enum.GetValues<ResourceKind>());
        var id = new ResourceId(kind, Text(choices), kind == ResourceKind.Projection ? Text(choices) : null);
        return new PlannedChange
        {
            Action = choices.Pick(Enum.GetValues<ChangeAction>()),
            Resource = id,
            SourceName = choices.Chance(3) ? Text(choices) : id.Name,
            ImportAs = choices.Pick<ImportMode?>([ImportMode.Reference, ImportMode.Resource, null]),
            NeededBy = [.. Many(choices, () => new Dependency(new ResourceId(ResourceKind.ErSchema, Text(choices)), "C2", Text(choices)))],
            Before = choices.Chance(3) ? new ReferenceMark { Project = Text(choices), Commit = Maybe(choices) } : null,
            Origin = choices.Chance(5) ? new ReferenceMark { Project = Text(choices) } : null,
            Differences = [.. Many(choices, () => Text(choices))],
        };
    }

    /// <summary>As Kubernetes allows it, which is all that a manifest may say.</summary>
    private static string Import(Choices choices) => choices.Chance(6) ? $"{new string('n', 63)}/{new string('a', 253)}" : "team-a/orders-from-core";

    private static int Size(Choices choices) => choices.Next(4) switch { 0 => 0, 1 => choices.Next(6), 2 => choices.Next(60), _ => choices.Next(350) };

    private static IEnumerable<T> Many<T>(Choices choices, Func<T> make)
    {
        for (var at = choices.Chance(12) ? choices.Next(40) : choices.Next(3); at > 0; at--)
        {
            yield return make();
        }
    }

    private static string? Maybe(Choices choices) => choices.Chance(3) ? null : Text(choices);

    private static string Text(Choices choices)
    {
        var text = string.Concat(Enumerable.Range(0, 1 + choices.Next(4)).Select(_ => choices.Pick(s_tokens)));
        return choices.Chance(40) ? string.Concat(Enumerable.Repeat(text, 200)) : text;
    }
}
