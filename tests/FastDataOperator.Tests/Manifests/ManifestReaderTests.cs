using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Manifests;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Manifests;

public class ManifestReaderTests
{
    [Fact]
    public void Read_GivenEveryField_TakesThemAll()
    {
        var import = Assert.Single(Success(ManifestText.Whole).Imports).Import;

        Assert.Equal("team-a/orders-from-core", import.Metadata.QualifiedName);
        Assert.Equal(TimeSpan.FromMinutes(10), import.Spec.Interval);
        Assert.Equal("core-data", import.Spec.Source.Project);
        Assert.Equal("main", import.Spec.Source.Repository.Ref?.Branch);
        Assert.Equal("egress", import.Spec.Source.Repository.ProxySecretRef?.Name);
        Assert.Equal(["pr_orders", "pr_order_*"], Assert.Single(import.Spec.Select.SystemsOfRecord).Projections);
        Assert.Equal(ImportMode.Resource, Assert.Single(import.Spec.Select.SingleViews).ImportAs);
        Assert.Equal(ResourceKind.Projection, Assert.Single(import.Spec.Rename).Kind);
        Assert.Null(import.Spec.Publish?.PullRequest?.Provider);
        Assert.Equal(["fastdata"], import.Spec.Publish?.PullRequest?.Labels);
        Assert.Equal("pr_core_orders", Assert.Single(import.Status!.Resources).Name);
        Assert.Equal("True", Assert.Single(import.Status.Conditions).Status);
    }

    [Fact]
    public void Read_GivenTheLeast_LeavesTheRestAbsent()
    {
        var import = Assert.Single(Success(ManifestText.Least).Imports).Import;

        Assert.Equal("default/orders", import.Metadata.QualifiedName);
        Assert.True(import.Spec.Select.All);
        Assert.Null(import.Spec.ImportAs);
        Assert.Null(import.Spec.Publish);
        Assert.Null(import.Status);
    }

    [Theory]
    [InlineData("  select:\n    all: true", "  select:\n    erSchema: [{ name: a }]", "13:5", Reason.UnknownField, "spec.select.erSchema: no such field; did you mean erSchemas?")]
    [InlineData("  select:\n    all: true", "  select:\n    zzzzzzz: 1", "13:5", Reason.UnknownField, "spec.select.zzzzzzz: no such field; the fields here are all, systemsOfRecord, singleViews, erSchemas, castFunctions")]
    [InlineData("    all: true", "    all: yes", "13:10", Reason.UnexpectedShape, "spec.select.all: true or false was expected, found the boolean yes; write true")]
    [InlineData("    all: true", "    all: \"true\"", "13:10", Reason.UnexpectedShape, "spec.select.all: true or false was expected, found a string; write true")]
    [InlineData("    all: true", "    erSchemas: { name: a }", "13:16", Reason.UnexpectedShape, "spec.select.erSchemas: a list was expected, found a map")]
    [InlineData("    all: true", "    erSchemas: [a]", "13:17", Reason.UnexpectedShape, "spec.select.erSchemas[0]: a map was expected, found a string; write { name: a }")]
    [InlineData("spec:", "spec:\n  importAs: Copy", "6:13", Reason.InvalidValue, "spec.importAs: \"Copy\" is none of Reference, Resource; write Resource")]
    [InlineData("spec:", "spec:\n  erSchemas: []", "6:3", Reason.UnknownField, "spec.erSchemas: no such field; it belongs under select")]
    [InlineData("    all: true", "    erSchemas: [{ nam: a }]", "13:19", Reason.UnknownField, "spec.select.erSchemas[0].nam: no such field; did you mean name?")]
    [InlineData("    all: true", "    erSchemas: [{ name: a, importAs: reference }]", "13:38", Reason.InvalidValue, "spec.select.erSchemas[0].importAs: \"reference\" is none of Reference, Resource; did you mean Reference?")]
    [InlineData("  name: orders", "  name: 12", "4:9", Reason.UnexpectedShape, "metadata.name: a string was expected, found the number 12; put it in quotes if it is meant as a string")]
    [InlineData("  name: orders", "  name: no", "4:9", Reason.UnexpectedShape, "metadata.name: a string was expected, found the boolean no; put it in quotes if it is meant as a string")]
    [InlineData("  name: orders", "  name: [a]", "4:9", Reason.UnexpectedShape, "metadata.name: a string was expected, found a list")]
    [InlineData("  name: orders", "  namespace: x", "4:3", Reason.MissingField, "metadata.name: is missing; it is required: a string")]
    [InlineData("  name: orders", "  name: ''", "4:9", Reason.InvalidValue, "metadata.name: is empty")]
    [InlineData("  name: orders", "  name: orders\n  name: other", "5:3", Reason.DuplicateKey, "\"name\" stands here a second time; the first is at line 4; keep one of them")]
    [InlineData("spec:", "spec:\n  timeout: 10", "6:12", Reason.InvalidValue, "spec.timeout: \"10\" is no duration; write a number and a unit, such as 500ms, 60s, 10m or 1h30m")]
    [InlineData("spec:", "spec:\n  interval: 10 minutes", "6:13", Reason.InvalidValue, "spec.interval: \"10 minutes\" is no duration")]
    [InlineData("spec:", "spec:\n  update: Auto", "6:11", Reason.InvalidValue, "spec.update: \"Auto\" is none of Automatic, Manual; did you mean Automatic?")]
    [InlineData("spec:", "spec: &a\n  update: *a", "6:11", Reason.NotSupported, "the alias *a is not supported in a manifest; write the value out")]
    [InlineData("spec:", "spec:\n  update: !!str Manual", "6:11", Reason.NotSupported, "the tag tag:yaml.org,2002:str is not supported in a manifest")]
    [InlineData("spec:", "spec:\n\tupdate: Manual", "6:1", Reason.MalformedYaml, "a tab in the indentation; YAML is indented with spaces")]
    [InlineData("spec:", "spec:\n  ? [a]\n  : b", "6:5", Reason.UnexpectedShape, "a field's name was expected, found a list")]
    [InlineData("spec:", "spec:\n  update: \"Manual", "", Reason.MalformedYaml, "not YAML: ")]
    [InlineData("spec:", "spec: {\n@", "", Reason.MalformedYaml, "not YAML: there is something that does not belong here")]
    [InlineData("spec:", "spec: \"\\UFFFFFFFF\"", "", Reason.MalformedYaml, "not YAML: there is something that does not belong here")]
    [InlineData("kind: FastDataImport", "kind: FastDataImprot", "2:7", Reason.NotSupported, "kind: \"fastdata.gitops.dev/v1alpha1 FastDataImprot\" is nothing that this command reads; did you mean FastDataImport?")]
    [InlineData("kind: FastDataImport", "kind: ConfigMap", "2:7", Reason.NotSupported, "it reads FastDataImport of fastdata.gitops.dev/v1alpha1, and Secret of v1")]
    [InlineData("kind: FastDataImport", "", "1:1", Reason.MissingField, "kind: is missing")]
    [InlineData("fastdata.gitops.dev/v1alpha1", "fastdata.gitops.dev/v1", "1:13", Reason.UnsupportedVersion, "apiVersion: \"fastdata.gitops.dev/v1\" is not known here; write fastdata.gitops.dev/v1alpha1")]
    public void Read_GivenAFault_NamesItsPlaceAndWhatWouldHelp(string find, string put, string place, Reason reason, string message)
    {
        var problem = Refused(ManifestText.Least.Replace(find, put, StringComparison.Ordinal)).First(problem => problem.Reason == reason);

        Assert.StartsWith(place.Length == 0 ? "import.yaml:" : $"import.yaml:{place}: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(reason, problem.Reason);
    }

    [Fact]
    public void Read_GivenManyFaults_TellsAllInOrder()
    {
        var problems = Refused("""
            apiVersion: fastdata.gitops.dev/v1alpha1
            kind: FastDataImport
            metadata: { nam: x }
            spec:
              sorce: {}
              importAs: Both
              prune: 1
            """);

        Assert.Equal(
            ["metadata.name", "metadata.nam", "spec.source", "spec.destination", "spec.select", "spec.sorce", "spec.importAs", "spec.prune"],
            problems.Select(problem => problem.Message[..problem.Message.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Read_GivenSeveralDocuments_KeepsTheirOrder()
    {
        var read = Success(ManifestText.Least + "---\n" + ManifestText.Least.Replace("name: orders", "name: second", StringComparison.Ordinal) + "---\n---\n");

        Assert.Equal(["default/orders", "default/second"], read.Imports.Select(document => document.Import.Metadata.QualifiedName));
    }

    [Fact]
    public void Read_GivenTheSameImportTwice_Refuses() =>
        Assert.Equal("import.yaml:18:9: metadata.name: a second import \"default/orders\"; give each import its own name", Assert.Single(Refused(ManifestText.Least + "---\n" + ManifestText.Least)).ToString());

    [Fact]
    public void Read_GivenASecret_DecodesItAndNeverShowsIt()
    {
        var secret = Assert.Single(Success($$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: core-ro, namespace: team-a }
            type: Opaque
            data: { username: Ym90, password: b2xk }
            stringData: { password: {{TestSecrets.Canary}} }
            """).Secrets);

        Assert.Equal("bot", Encoding.UTF8.GetString(secret.Data["username"]));
        Assert.Equal(TestSecrets.Canary, Encoding.UTF8.GetString(secret.Data["password"]));
        Assert.Equal("Secret team-a/core-ro", secret.ToString());
    }

    [Fact]
    public void Read_GivenASecretThatIsNotBase64_NamesTheKeyAndNotTheValue()
    {
        var problem = Assert.Single(Refused("apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { password: 'not base64!' }")).ToString();

        Assert.Contains("data.password: is not base64", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing here\n")]
    [InlineData("---\n---\n")]
    public void Read_GivenNoDocument_Refuses(string text) => Assert.Contains("the file holds no document", Assert.Single(Refused(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("just text", "a document must be a map, found a string")]
    [InlineData("- a", "a document must be a map, found a list")]
    public void Read_GivenNoMap_Refuses(string text, string message) => Assert.Contains(message, Assert.Single(Refused(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_GivenBytesThatAreNotUtf8_NamesTheirPlace() =>
        Assert.Equal("import.yaml:2:3: a byte here is not UTF-8; save the file as UTF-8", Assert.Single(Refused([.. "a: b\nc:"u8, 0xFF, 0x0A])).ToString());

    [Fact]
    public void Read_GivenUtf16_SaysSo() => Assert.Contains("UTF-16", Assert.Single(Refused([0xFF, 0xFE, 0x61, 0x00])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_GivenAByteOrderMark_AcceptsIt() => Assert.Single(Success([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(ManifestText.Least)]).Imports);

    [Fact]
    public void Read_GivenMoreThanTheLimit_Refuses() => Assert.Equal(Reason.TooLarge, Assert.Single(Refused(new byte[ManifestLimits.Bytes + 1])).Reason);

    [Theory]
    [InlineData("[", 500_000, Reason.TooDeep)]
    [InlineData("{a: ", 250_000, Reason.TooDeep)]
    [InlineData("- ", 500_000, Reason.TooDeep)]
    [InlineData("- a\n", 200_000, Reason.TooLarge)]
    [InlineData("---\na: b\n", 100_000, Reason.TooLarge)]
    public void Read_GivenAnEndlessFile_StopsAtItsLimits(string piece, int times, Reason reason) =>
        Assert.Contains(Refused(string.Concat(Enumerable.Repeat(piece, times))), problem => problem.Reason == reason);

    [Fact]
    public void Read_GivenABillionLaughs_RefusesTheFirstAlias() =>
        Assert.Contains(Refused("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), problem => problem.Message.StartsWith("the alias *a", StringComparison.Ordinal));

    [Fact]
    public void Read_GivenTerminalEscapes_ShowsThemHarmless()
    {
        var problem = Assert.Single(Refused(ManifestText.Least.Replace("    all: true", "    all: true\n    \"\\e[31mred\\nline\": 1", StringComparison.Ordinal))).ToString();

        Assert.DoesNotContain('\u001b', problem);
        Assert.DoesNotContain('\n', problem);
        Assert.Contains(@"spec.select.\u{1B}[31mred\u{0A}line: no such field", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GivenJson_TakesIt() =>
        Assert.Single(Success("""{"apiVersion":"fastdata.gitops.dev/v1alpha1","kind":"FastDataImport","metadata":{"name":"a"},"spec":{"source":{"repository":{"url":"x"}},"destination":{"repository":{"url":"y"}},"select":{"all":true}}}""").Imports);

    private static ManifestRead.Success Success(string text) => Success(Encoding.UTF8.GetBytes(text));

    private static ManifestRead.Success Success(byte[] bytes)
    {
        var read = ManifestReader.Read("import.yaml", bytes);
        return Assert.IsType<ManifestRead.Success>(read is ManifestRead.Refused refused ? throw new InvalidOperationException(string.Join('\n', refused.Problems)) : read);
    }

    private static IReadOnlyList<Finding> Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<Finding> Refused(byte[] bytes) => Assert.IsType<ManifestRead.Refused>(ManifestReader.Read("import.yaml", bytes)).Problems;
}
