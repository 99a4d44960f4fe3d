using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.Manifests;

namespace FastDataOperator.Tests.Api;

public class RequestMapperTests
{
    [Fact]
    public void Map_GivenTheLeast_TakesTheDefaults()
    {
        var import = Mapped(ManifestText.Least);

        Assert.Equal("default/orders", import.Request.Name);
        Assert.True(import.Request.Selection.All);
        Assert.Equal(ImportMode.Reference, import.Request.ImportAs);
        Assert.Equal(DependencyPolicy.Include, import.Request.Dependencies);
        Assert.Equal(ArchitecturePolicy.Enforce, import.Request.Architecture);
        Assert.Equal(TimeSpan.FromSeconds(60), import.Timeout);
        Assert.False(import.IsSuspended);
        Assert.Null(import.Source!.Branch);
        Assert.Null(import.Source!.Path);
        Assert.Null(import.Author);
    }

    [Theory]
    [InlineData("https://git.example.com/core/config.git", "core/config")]
    [InlineData("https://git.example.com/core/config/", "core/config")]
    [InlineData("http://git.example.com/a%20b.git", "a b")]
    [InlineData("file:///srv/git/core.git", "core")]
    public void Map_GivenNoProject_CallsItByTheRepositorysPath(string url, string project) =>
        Assert.Equal(project, Mapped(ManifestText.Least.Replace("https://git.example.com/core/config.git", url, StringComparison.Ordinal)).Source!.Project);

    [Fact]
    public void Map_GivenARelativePath_TakesItFromTheManifestsFolder()
    {
        var folder = Path.Combine(Path.GetTempPath(), "manifests");
        var import = Mapped(ManifestText.Least.Replace("https://git.example.com/core/config.git", "../repositories/core.git", StringComparison.Ordinal), folder);

        Assert.Equal(Path.GetFullPath(Path.Combine(folder, "../repositories/core.git")), import.Source!.Address.Display);
    }

    [Fact]
    public void Map_GivenItsFields_KeepsThem()
    {
        var import = Mapped(ManifestText.Whole
            .Replace("      verify: { mode: HEAD, secretRef: { name: core-signers } }\n", "", StringComparison.Ordinal)
            .Replace("      signingKey: { secretRef: { name: bot-signing } }\n", "", StringComparison.Ordinal)
            .Replace("messageTemplate: \"\"", "messageTemplate: \"{summary}\"", StringComparison.Ordinal));

        Assert.Equal("main", import.Source!.Branch?.Value);
        Assert.Equal(new ObjectKey("team-a", "core-ro"), import.Source.Secret);
        Assert.Equal(new ObjectKey("team-a", "egress"), import.Source.ProxySecret);
        Assert.Equal(new ObjectKey("team-a", "team-a-rw"), import.Destination.Secret);
        Assert.Null(import.Destination.ProxySecret);
        Assert.Equal("core-data", import.Source!.Project);
        Assert.Equal("fastdata-config.json", import.Source!.Path);
        Assert.Equal(["pr_orders", "pr_order_*"], Assert.Single(import.Request.Selection.SystemsOfRecord).Projections);
        Assert.Equal(new Rename(ResourceKind.Projection, "pr_orders", "pr_core_orders"), Assert.Single(import.Request.Renames));
        Assert.Equal(new CommitAuthor("FastData Operator", "fastdata@example.com"), import.Author);
        Assert.NotNull(import.Template);
    }

    [Fact]
    public void Map_GivenAStatus_KnowsTheCopies_K5()
    {
        var import = Mapped(ManifestText.Least + """
            status:
              resources:
                - { kind: Projection, name: pr_orders, system: orders, importAs: Resource, action: Unchanged }
                - { kind: SingleView, name: sv_gone, importAs: Resource, action: Removed }
                - { kind: ErSchema, name: er_customer, importAs: Reference }
            """);

        Assert.Equal([new ResourceId(ResourceKind.Projection, "pr_orders", "orders")], import.Request.Copies);
    }

    [Theory]
    [InlineData("  name: orders", "  name: Orders", "4:9", Reason.InvalidName, "metadata.name: \"Orders\" is no object name")]
    [InlineData("  name: orders", "  name: orders\n  namespace: a.b", "5:14", Reason.InvalidName, "metadata.namespace: \"a.b\" is no namespace")]
    [InlineData("    all: true", "    all: false", "13:5", Reason.EmptySelection, "spec.select: selects nothing; name what to import, or write all: true")]
    [InlineData("spec:", "spec:\n  timeout: 0s", "6:12", Reason.InvalidValue, "spec.timeout: is out of range")]
    [InlineData("spec:", "spec:\n  rename: [{ kind: ErSchema, from: a, to: b }, { kind: ErSchema, from: a, to: c }]", "6:72", Reason.ConflictingRename, "spec.rename[1].from: a second rename of ER schema a")]
    [InlineData("spec:", "spec:\n  rename: [{ kind: ErSchema, from: a, to: c }, { kind: ErSchema, from: b, to: c }]", "6:79", Reason.ConflictingRename, "spec.rename[1].to: a second ER schema that is to be called c")]
    [InlineData("https://git.example.com/core/config.git", "ssh://git:" + TestSecrets.Canary + "@git.example.com/core.git", "8:12", Reason.InvalidValue, "spec.source.repository.url: The repository's address holds a password, which ssh does not take")]
    [InlineData("https://git.example.com/core/config.git", "git@git.example.com:core.git", "8:12", Reason.InvalidValue, "in scp's form (host:path): write ssh://git@git.example.com/core.git")]
    [InlineData("https://git.example.com/core/config.git", "ftp://git.example.com/core.git", "8:12", Reason.InvalidValue, "ftp://, which this version does not speak")]
    [InlineData("https://git.example.com/core/config.git", "https://user:" + TestSecrets.Canary + "@git.example.com/core.git", "8:12", Reason.InvalidValue, "holds a user or a password, and a manifest is no place for one; name a Secret in secretRef")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { branch: -x }", "9:22", Reason.InvalidValue, "spec.source.repository.ref.branch: \"-x\" is no branch name")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { branch: a..b }", "9:22", Reason.InvalidValue, "\"a..b\" is no branch name")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { branch: a, tag: b }", "9:12", Reason.InvalidValue, "spec.source.repository.ref: names branch and tag; name exactly one")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: {}", "9:12", Reason.InvalidValue, "spec.source.repository.ref: names nothing")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { tag: v..1 }", "9:19", Reason.InvalidValue, "spec.source.repository.ref.tag: \"v..1\" is no tag name; write it as git tag shows it")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { semver: latest }", "9:22", Reason.InvalidValue, "ref.semver: \"latest\" is no range of versions; write one such as 1.x")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { semver: \"!=1.0.0\" }", "9:22", Reason.InvalidValue, "ref.semver: \"!=1.0.0\" holds !=, which is not supported")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { commit: abc }", "9:22", Reason.InvalidValue, "ref.commit: \"abc\" is no commit of a SHA-1 repository; write all 40 digits")]
    [InlineData("https://git.example.com/core/config.git", "/srv/core.git\n      proxySecretRef: { name: x }", "9:23", Reason.InvalidValue, "proxySecretRef: a repository on disk is behind no proxy; leave it out")]
    [InlineData("https://git.example.com/core/config.git", "ssh://git@git.example.com/core.git\n      proxySecretRef: { name: x }", "9:23", Reason.InvalidValue, "proxySecretRef: an ssh repository is reached through no proxy; leave it out, or write an https:// address")]
    [InlineData("spec:", "spec:\n  publish: { strategy: PullRequest, branch: -x, pullRequest: { provider: Gitea } }", "6:45", Reason.InvalidValue, "spec.publish.branch: \"-x\" is no branch name; write it as git branch shows it")]
    [InlineData("spec:", "spec:\n  publish: { strategy: PullRequest, branch: refs/heads/x, pullRequest: { provider: Gitea } }", "6:45", Reason.InvalidValue, "spec.publish.branch: \"refs/heads/x\" is no branch name")]
    [InlineData("spec:", "spec:\n  publish: { strategy: PullRequest, pullRequest: { labels: [\"a\\nb\"], provider: GitHub } }", "6:61", Reason.InvalidValue, "spec.publish.pullRequest.labels[0]: \"a\\u{0A}b\" holds a character")]
    [InlineData("/core/config.git", "/core/config.git\n      verify: { mode: Tag, secretRef: { name: x } }", "9:23", Reason.InvalidValue, "spec.source.repository.verify.mode: is Tag, and ref names no tag; name one in ref.tag or ref.semver, or write HEAD")]
    [InlineData("/core/config.git", "/core/config.git\n      ref: { commit: \"0123456789012345678901234567890123456789\" }\n      verify: { mode: TagAndHEAD, secretRef: { name: x } }", "10:23", Reason.InvalidValue, "verify.mode: is TagAndHEAD, and ref names no tag")]
    [InlineData("spec:", "spec:\n  publish: { commit: { messageTemplate: \"{what}\" } }", "6:41", Reason.InvalidValue, "messageTemplate: the template has no placeholder {what}")]
    [InlineData("spec:", "spec:\n  publish: { commit: { author: { name: \"a\\nb\", email: x } } }", "6:40", Reason.InvalidValue, "author.name: \"a\\u{0A}b\" holds a character that does not belong there")]
    [InlineData("  destination:", "  destination:\n    path: ../secret.json", "10:11", Reason.InvalidValue, "spec.destination.path: \"../secret.json\" is no path within a repository")]
    [InlineData("  destination:", "  destination:\n    path: /etc/passwd", "10:11", Reason.InvalidValue, "is no path within a repository")]
    [InlineData("  destination:", "  destination:\n    path: .git/config", "10:11", Reason.InvalidValue, "is no path within a repository")]
    [InlineData("  destination:", "  destination:\n    project: \"a\\e[0m\"", "10:14", Reason.InvalidValue, "spec.destination.project: \"a\\u{1B}[0m\" holds a character")]
    public void Map_GivenWhatItCannotHonour_RefusesWithThePlace(string find, string put, string place, Reason reason, string message)
    {
        var document = Read(ManifestText.Least.Replace(find, put, StringComparison.Ordinal));
        var problems = Assert.IsType<RequestMapping.Refused>(RequestMapper.Map(document.Import, document.Locate, "")).Problems;

        var problem = problems[0];
        Assert.StartsWith($"import.yaml:{place}: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(reason, problem.Reason);
        Assert.DoesNotContain(TestSecrets.Canary, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_GivenThePullRequestStrategy_KnowsItsBranchAndWhatItLooksLike_G1()
    {
        Assert.Null(Mapped(ManifestText.Least).PullRequest);
        var least = Mapped(ManifestText.Least.Replace("spec:", "spec:\n  publish: { strategy: PullRequest, pullRequest: { provider: GitHub } }", StringComparison.Ordinal)).PullRequest!;
        Assert.Equal(("fastdata/default/orders", ForgeProvider.GitHub, false), (least.Head.Value, least.Forge.Provider, least.IsDraft));
        Assert.Empty(least.Labels);

        var whole = Mapped(ManifestText.Least.Replace("spec:", """
            spec:
              publish: { strategy: PullRequest, branch: bots/orders, pullRequest: { provider: Gitea, draft: true, labels: [a], reviewers: [ada] } }
            """, StringComparison.Ordinal)).PullRequest!;
        Assert.Equal(("bots/orders", ForgeProvider.Gitea, true), (whole.Head.Value, whole.Forge.Provider, whole.IsDraft));
        Assert.Equal(["a"], whole.Labels);
        Assert.Equal(["ada"], whole.Reviewers);
    }

    [Fact]
    public void Map_GivenAStatusWithAPullRequest_TellsWhatWaitsFromWhatIsThere_K5()
    {
        var import = Mapped(ManifestText.Least.Replace("spec:", "spec:\n  publish: { strategy: PullRequest, pullRequest: { provider: GitHub } }", StringComparison.Ordinal) + """
            status:
              pullRequest: { number: 1, state: Open }
              resources:
                - { kind: SingleView, name: sv_there, importAs: Resource, action: Unchanged }
                - { kind: SingleView, name: sv_again, importAs: Resource, action: Restored, proposed: true }
                - { kind: SingleView, name: sv_waits, importAs: Resource, action: Added, proposed: true }
            """);

        Assert.Equal(["sv_again", "sv_there"], import.Request.Copies.Select(copy => copy.Name).Order());
        Assert.Equal(["sv_waits"], import.PullRequest!.ProposedCopies.Select(copy => copy.Name));
    }

    [Theory]
    [InlineData("  destination:", "  destination:\n    branch: main", "branch: main", "spec.publish.branch: main is the branch that the pull request is to be merged into")]
    [InlineData("https://git.example.com/team-a/config.git", "https://git.example.com/config.git", "branch: x", "spec.publish.pullRequest.provider: https://git.example.com/config.git is no repository's address on Gitea")]
    [InlineData("https://git.example.com/team-a/config.git", "./here.git", "branch: x", "spec.publish.strategy: ./here.git is a repository on this machine, which no forge hosts; write Push")]
    public void Map_GivenAPullRequestThatCannotBe_RefusesIt_G1(string find, string put, string publish, string message)
    {
        var text = ManifestText.Least.Replace(find, put, StringComparison.Ordinal).Replace("spec:", $"spec:\n  publish: {{ strategy: PullRequest, pullRequest: {{ provider: Gitea }}, {publish} }}", StringComparison.Ordinal);
        var document = Read(text);

        var problems = Assert.IsType<RequestMapping.Refused>(RequestMapper.Map(document.Import, document.Locate, "")).Problems;

        Assert.Contains(message, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("ref: { branch: release/1 }", "release/1")]
    [InlineData("ref: { tag: v1.2.0 }", "v1.2.0")]
    [InlineData("ref: { semver: \">=1.2.0 <2.0.0\" }", ">=1.2.0 <2.0.0")]
    [InlineData("ref: { commit: \"0123456789012345678901234567890123456789\" }", "0123456789012345678901234567890123456789")]
    public void Map_GivenARef_ReadsThat(string reference, string expected)
    {
        var source = Mapped(ManifestText.Least.Replace("/core/config.git", "/core/config.git\n      " + reference, StringComparison.Ordinal)).Source!;

        Assert.Equal(expected, source.Reference switch
        {
            GitReference.Branch branch => branch.Name.Value,
            GitReference.Tag tag => tag.Name.Value,
            GitReference.SemVer range => range.Range.Text,
            GitReference.Commit commit => commit.Id.Value,
            _ => "",
        });
        Assert.Null(source.Verify);
    }

    [Theory]
    [InlineData("HEAD", SignedObjects.Commit)]
    [InlineData("Tag", SignedObjects.Tag)]
    [InlineData("TagAndHEAD", SignedObjects.Commit | SignedObjects.Tag)]
    public void Map_GivenKeys_NamesTheirSecretsInTheImportsOwnNamespace(string mode, SignedObjects objects)
    {
        var import = Mapped(ManifestText.Least
            .Replace("/core/config.git", $"/core/config.git\n      ref: {{ tag: v1 }}\n      verify: {{ mode: {mode}, secretRef: {{ name: signers }} }}", StringComparison.Ordinal)
            .Replace("spec:", "spec:\n  publish: { commit: { signingKey: { secretRef: { name: bot } } } }", StringComparison.Ordinal));

        Assert.Equal(new RequiredSignatures(objects, new ObjectKey("default", "signers")), import.Source!.Verify);
        Assert.Equal(new ObjectKey("default", "bot"), import.SigningKey);
        Assert.Null(import.Destination.Verify);
    }

    [Fact]
    public void Map_GivenFieldsOfTheOperatorAlone_LetsThemBe() => Mapped(ManifestText.Least.Replace("spec:", """
        spec:
          interval: 1m
          deletionPolicy: Remove
          dependsOn: [{ name: base }]
          publish: { branch: fastdata/x, pullRequest: { labels: [a], provider: GitHub } }
        """, StringComparison.Ordinal));

    [Fact]
    public void MapWithoutRepositories_GivenNone_TakesTheRest()
    {
        var text = "apiVersion: fastdata.gitops.dev/v1alpha1\nkind: FastDataImport\nmetadata: { name: a }\nspec: { select: { all: true } }\n";
        var read = Assert.IsType<ManifestRead.Success>(ManifestReader.Read("import.yaml", Encoding.UTF8.GetBytes(text), needed: NeededRepositories.None));

        var (request, problems) = RequestMapper.MapWithoutRepositories(read.Imports[0].Import, read.Imports[0].Locate);

        Assert.Empty(problems);
        Assert.Equal("default/a", request?.Name);
    }

    private static ImportDocument Read(string text)
    {
        var read = ManifestReader.Read("import.yaml", Encoding.UTF8.GetBytes(text));
        return read is ManifestRead.Success success ? success.Imports[0] : throw new InvalidOperationException(string.Join('\n', ((ManifestRead.Refused)read).Problems));
    }

    private static RequestedImport Mapped(string text, string folder = "")
    {
        var document = Read(text);
        var mapping = RequestMapper.Map(document.Import, document.Locate, folder);
        return mapping is RequestMapping.Mapped mapped ? mapped.Import : throw new InvalidOperationException(string.Join('\n', ((RequestMapping.Refused)mapping).Problems));
    }
}
