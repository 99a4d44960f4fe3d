using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Configuration;

/// <summary>F3, one by one: what is refused, why, and where.</summary>
public class RefusalTests
{
    [Theory]
    [Trait("Rule", "F3")]
    // Malformed JSON.
    [InlineData("{", Reason.MalformedJson, 1, 2)]
    [InlineData("{\n  \"systems\": {},\n}", Reason.MalformedJson, 3, 1)]
    [InlineData("{\n  \"systems\": {}\n  \"erSchemas\": {}\n}", Reason.MalformedJson, 3, 3)]
    [InlineData("{\n  'systems': {}}", Reason.MalformedJson, 2, 3)]
    [InlineData("{\n  \"systems\": {\"s\": {\"a\": 01}}}", Reason.MalformedJson, 2, 27)]
    [InlineData("{\"systems\": {}} trailing", Reason.MalformedJson, 1, 17)]
    [InlineData("{\"systems\": {}}\n{}", Reason.MalformedJson, 2, 1)]
    [InlineData("{\"systems\": {}, // comment\n \"erSchemas\": {}}", Reason.MalformedJson, 1, 17)]
    [InlineData("{\"systems\": {\"s\": {\"a\": \"line\nbreak\"}}}", Reason.MalformedJson, 1, 30)]
    [InlineData("{\"systems\": {\"s\": {\"a\": \"\\x\"}}}", Reason.MalformedJson, 1, 27)]
    [InlineData("{\"systems\": {\"s\": {\"a\": NaN}}}", Reason.MalformedJson, 1, 25)]
    [InlineData("{\"systems\": {\"s\": {\"a\": tru}}}", Reason.MalformedJson, 1, 28)]
    [InlineData("\uFEFF{\"systems\": x}", Reason.MalformedJson, 1, 16)]
    // One name twice, at each level on the way to a resource.
    [InlineData("{\"systems\": {},\n \"systems\": {}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {},\n \"syst\\u0065ms\": {}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {}, \"other\": 1,\n \"other\": 2}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"version\": \"2.0.0\", \"systems\": {},\n \"version\": \"2.0.0\"}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"castFunctions\": {\"a\": {},\n \"\\u0061\": {}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {\"s\": {}, \"t\": {},\n \"s\": {}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {\"s\": {\"x\": 1,\n \"x\": 1}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {\"s\": {\"projections\": {},\n \"projections\": {}}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {\"s\": {\"projections\": {\"p\": {},\n \"p\": {}}}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"systems\": {\"s\": {\"importedFrom\": {},\n \"importedFrom\": {}}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"singleViews\": {\"s\": {\"importedFrom\": {},\n \"imported\\u0046rom\": {}}}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"fastDataConfig\": {},\n \"fastDataConfig\": {}}", Reason.DuplicateKey, 2, 2)]
    [InlineData("{\"fastDataConfig\": {\"systems\": {},\n \"systems\": {}}}", Reason.DuplicateKey, 2, 2)]
    // What should be an object and is none.
    [InlineData("[]", Reason.NotAConfiguration, 1, 1)]
    [InlineData("\n \"text\"", Reason.NotAConfiguration, 2, 2)]
    [InlineData("null", Reason.NotAConfiguration, 1, 1)]
    [InlineData("{\n \"systems\": []}", Reason.UnexpectedShape, 2, 13)]
    [InlineData("{\n \"castFunctions\": null}", Reason.UnexpectedShape, 2, 19)]
    [InlineData("{\n \"singleViews\": \"x\"}", Reason.UnexpectedShape, 2, 17)]
    [InlineData("{\n \"erSchemas\": 3}", Reason.UnexpectedShape, 2, 15)]
    [InlineData("{\"systems\": {\n \"s\": []}}", Reason.UnexpectedShape, 2, 7)]
    [InlineData("{\"systems\": {\"s\": {\n \"projections\": []}}}", Reason.UnexpectedShape, 2, 17)]
    [InlineData("{\"systems\": {\"s\": {\"projections\": {\n \"p\": true}}}}", Reason.UnexpectedShape, 2, 7)]
    [InlineData("{\"singleViews\": {\n \"sv\": false}}", Reason.UnexpectedShape, 2, 8)]
    [InlineData("{\n \"fastDataConfig\": []}", Reason.UnexpectedShape, 2, 20)]
    [InlineData("{\"systems\": {}, \"fastDataConfig\": {}}", Reason.UnexpectedShape, 1, 1)]
    // Another version.
    [InlineData("{\"systems\": {},\n \"version\": \"1.4.0\"}", Reason.UnsupportedVersion, 2, 13)]
    [InlineData("{\"systems\": {},\n \"version\": \"3.0.0\"}", Reason.UnsupportedVersion, 2, 13)]
    [InlineData("{\"systems\": {},\n \"version\": \"latest\"}", Reason.UnsupportedVersion, 2, 13)]
    [InlineData("{\"systems\": {},\n \"version\": \"20.0.0\"}", Reason.UnsupportedVersion, 2, 13)]
    [InlineData("{\"systems\": {},\n \"version\": 2}", Reason.UnexpectedShape, 2, 13)]
    [InlineData("{\"systems\": {},\n \"version\": \"2.\\ud800\"}", Reason.InvalidEncoding, 2, 13)]
    [InlineData("{\"fastDataConfig\": {\n \"version\": \"1.0.0\"}}", Reason.UnsupportedVersion, 2, 13)]
    // Another kind of file.
    [InlineData("{\"name\": \"app\", \"version\": \"2.0.0\", \"dependencies\": {}}", Reason.NotAConfiguration, 1, 1)]
    [InlineData("{\"version\": \"0.60.0\", \"services\": {}, \"endpoints\": {}}", Reason.NotAConfiguration, 1, 1)]
    [InlineData("{\"version\": \"2.60.0\", \"services\": {}, \"collections\": {}}", Reason.NotAConfiguration, 1, 1)]
    [InlineData("{\"something\": \"else\"}", Reason.NotAConfiguration, 1, 1)]
    [InlineData("{\"config\": {\"services\": {}}}", Reason.NotAConfiguration, 1, 1)]
    [InlineData("", Reason.NotAConfiguration, 1, 1)]
    [InlineData(" \n\t\r\n", Reason.NotAConfiguration, 1, 1)]
    [InlineData("\uFEFF", Reason.NotAConfiguration, 1, 1)]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", Reason.GitLfsPointer, 1, 1)]
    // Names that are no text.
    [InlineData("{\n \"\\ud800\": 1}", Reason.InvalidEncoding, 2, 2)]
    [InlineData("{\"castFunctions\": {\n \"ok\": {}, \"a\\udc00\": {}}}", Reason.InvalidEncoding, 2, 12)]
    [InlineData("{\"systems\": {\"s\": {\n \"\\ud83dx\": {}}}}", Reason.InvalidEncoding, 2, 2)]
    public void Read_GivenAFileThatCannotBeUsed_SaysWhyAndWhere(string text, Reason reason, long line, long column)
    {
        var finding = Files.Refused(text);

        Assert.Equal((reason, line, column), (finding.Reason, finding.Location!.Line, finding.Location.Column));
        Assert.Equal(("F3", "fastdata-config.json"), (finding.Rule, finding.Location.File));
        Assert.NotNull(finding.Remedy ?? (reason == Reason.TooDeep ? "" : null));
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData("utf-16LE", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16LE", false)]
    [InlineData("utf-16BE", false)]
    public void Read_GivenUtf16_SaysSo(string encoding, bool mark)
    {
        var encoder = Encoding.GetEncoding(encoding);
        var finding = Files.Refused([.. mark ? encoder.GetPreamble() : [], .. encoder.GetBytes("{\"systems\": {}}")]);

        Assert.Equal(Reason.InvalidEncoding, finding.Reason);
        Assert.Contains("UTF-16", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Read_GivenInvalidUtf8_SaysWhere(byte[] invalid)
    {
        var finding = Files.Refused([.. "{\"systems\": {\n\"è"u8, .. invalid, .. "\": {}}}"u8]);

        Assert.Equal((Reason.InvalidEncoding, 2L, 4L), (finding.Reason, finding.Location!.Line, finding.Location.Column));
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(100_000, true)]
    public void Read_GivenNesting_RefusesPastTheLimit(int arrays, bool refused)
    {
        // The root, the section and the resource are three levels themselves.
        var text = "{\"singleViews\": {\"sv\": {\n\"a\": " + new string('[', arrays) + new string(']', arrays) + "}}}";
        var read = ProjectConfiguration.Read(new ConfigurationFile("f", Encoding.UTF8.GetBytes(text)), new ReadLimits { MaxDepth = 8 });

        Assert.Equal(refused, read is ConfigurationRead.Refused);
        if (read is ConfigurationRead.Refused { Finding: var finding })
        {
            Assert.Equal((Reason.TooDeep, 2L), (finding.Reason, finding.Location!.Line));
            Assert.Contains("8 levels", finding.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenAFaultAtTheDeepestLevel_IsNotTakenForNesting() => Assert.Equal(
        Reason.MalformedJson, Files.Refused("{\"singleViews\": {\"sv\": {\"a\": nil}}}"u8.ToArray(), limits: new ReadLimits { MaxDepth = 3 }).Reason);

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenTheDefaultLimit_Accepts128Levels()
    {
        var text = "{\"singleViews\": {\"sv\": {\"a\": " + new string('[', 125) + new string(']', 125) + "}}}";

        Assert.Single(Files.Read(text).Resources);
        Assert.Equal(Reason.TooDeep, Files.Refused(text.Replace("[]", "[[]]", StringComparison.Ordinal)).Reason);
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenSize_RefusesPastTheLimit()
    {
        var bytes = new ProjectBuilder().Bytes();

        Assert.IsType<ConfigurationRead.Success>(ProjectConfiguration.Read(new ConfigurationFile("f", bytes), new ReadLimits { MaxBytes = bytes.Length }));
        Assert.Equal(Reason.TooLarge, Files.Refused(bytes, limits: new ReadLimits { MaxBytes = bytes.Length - 1 }).Reason);
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData("\"\\ud800\": 1")]
    [InlineData("\"a\": \"\\udfff\"")]
    [InlineData("\"a\": [{\"b\\ud800\\u0041\": null}]")]
    [InlineData("\"name\": \"\\ud800\"")]
    [InlineData("\"services\": [\"\\ud800\"]")]
    [InlineData("\"fields\": [{\"castFunctionId\": \"\\ud800\"}]")]
    [InlineData("\"fields\": [{\"castFunction\\ud800\": \"x\"}]")]
    [InlineData("\"typ\\ud800\": \"default\"")]
    [InlineData("\"config\": {\"\\ud800\": {\"outgoing\": {}}}")]
    [InlineData("\"config\": {\"a\": {\"outg\\ud800\": {\"\\ud800\": {}}}}")]
    [InlineData("\"n\": 1e400")]
    [InlineData("\"n\": [-123456789e999]")]
    [InlineData("\"a\": {\"twice\": 1, \"tw\\u0069ce\": 2}")]
    public void Plan_GivenAnImportedResourceWithoutCanonicalForm_RefusesAndNamesIt(string members)
    {
        foreach (var section in (string[])["castFunctions", "singleViews", "erSchemas", "systems"])
        {
            var bad = Encoding.UTF8.GetBytes($$"""{"{{section}}": {"x": { {{members}} } } }""");
            if (ProjectConfiguration.Read(new ConfigurationFile("f", bad)) is ConfigurationRead.Refused refused)
            {
                Assert.Equal(Reason.InvalidEncoding, refused.Finding.Reason);
                continue;
            }

            var scenario = new Scenario { Source = bad };
            var problem = Assert.Single(scenario.Problems());
            Assert.Equal((Reason.UnexpectedShape, "M2"), (problem.Reason, problem.Rule));
            Assert.Equal("x", problem.Resource!.Value.Name);
            Assert.NotNull(problem.Location);
            // Standing in the destination, and not touched, it is nobody's business.
            _ = new Scenario { Source = new ProjectBuilder().CastFunction("other").Bytes(), Destination = bad }.Plan();
            _ = DependencyGraph.Of(Files.Read(bad));
        }
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenAByteOrderMark_AcceptsAndKeepsIt()
    {
        var marked = new ProjectBuilder().Bytes(new TextStyle { Mark = true });
        var scenario = new Scenario { Source = new ProjectBuilder().SingleView("sv").Bytes(new TextStyle { Mark = true }), Destination = marked };

        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'{'], scenario.Plan().Edit.ToArray()[..4]);
        Assert.NotNull(scenario.Result()["singleViews"]!["sv"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"version\": \"2.2.0\"}")]
    [InlineData("{\"systems\": {}}")]
    [InlineData("{\"fastDataConfig\": {}}")]
    [InlineData("{\"version\": \"2.2.0\", \"updatedAt\": 1700000000, \"erSchemas\": {}}")]
    [InlineData("{\"updatedAt\": \"\\ud800\", \"erSchemas\": {}}")]
    [InlineData("{\"metadata\": \"ours\", \"erSchemas\": {}}")]
    [InlineData("{\"metadata\": {\"project\": \"x\"}, \"erSchemas\": {}}")]
    public void Read_GivenAProjectThatNeverUsedFastData_Accepts(string text) => Assert.Empty(Files.Read(text).Resources);

    [Theory]
    [InlineData("\"importedFrom\": \"text\"")]
    [InlineData("\"importedFrom\": null")]
    [InlineData("\"importedFrom\": {}")]
    [InlineData("\"importedFrom\": {\"project\": 1}")]
    [InlineData("\"importedFrom\": {\"project\": \"\\ud800\"}")]
    [InlineData("\"importedFrom\": {\"project\": \"p\", \"branch\": []}")]
    [InlineData("\"importedFrom\": {\"project\": \"p\", \"origin\": {}}")]
    [InlineData("\"imported\\u0046rom\" : []")]
    [InlineData("\"importedFrom\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    [Trait("Rule", "F3")]
    public void Plan_GivenAMarkThatIsNone_RefusesAndSaysWhere(string mark)
    {
        var file = Encoding.UTF8.GetBytes("{\"singleViews\": {\"sv\": {\n " + mark + "}}}");

        var problem = Assert.Single(new Scenario { Source = file }.Problems());
        Assert.Equal((Reason.UnexpectedShape, 2L, 2L), (problem.Reason, problem.Location!.Line, problem.Location.Column));

        // In a destination, where it has nothing to do with the import, it is only told.
        var warning = Assert.Single(new Scenario { Source = new ProjectBuilder().CastFunction("c").Bytes(), Destination = file }.Plan().Warnings);
        Assert.Equal((Reason.UnexpectedShape, 2L, 2L), (warning.Reason, warning.Location!.Line, warning.Location.Column));

        var (references, problems) = Core.Provenance.ReferenceInventory.List(Files.Read(file));
        Assert.Empty(references);
        Assert.Equal(Reason.UnexpectedShape, Assert.Single(problems).Reason);
    }

    [Fact]
    public void Plan_GivenACastFunctionNestedBeyond64Levels_Plans()
    {
        var deep = new string('[', 80) + new string(']', 80);

        Assert.Equal(["Added cast-function/c"], new Scenario { Source = Encoding.UTF8.GetBytes($$"""{"castFunctions": {"c": {"a": {{deep}}, "type": "custom"} } }""") }.Actions());
    }

    [Theory]
    [Trait("Rule", "E2")]
    [InlineData("""{"formatVersion": 2, "project": "p", "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.UnsupportedVersion)]
    [InlineData("""{"formatVersion": 2, "layout": "other"}""", Reason.UnsupportedVersion)]
    [InlineData("""{"formatVersion": 1.5, "project": "p", "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.UnsupportedVersion)]
    [InlineData("""{"formatVersion": "1", "project": "p", "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": null, "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": 7, "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "p", "exportedAt": "yesterday"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "p", "exportedAt": null}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "\ud800", "exportedAt": "2026-01-01T00:00:00Z"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "p", "exportedAt": "2026-01-01T00:00:00Z", "branch": []}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "p", "exportedAt": "2026-01-01T00:00:00Z", "configurationVersion": "\ud800"}""", Reason.NotAnExport)]
    [InlineData("""{"formatVersion": 1, "project": "p", "exportedAt": "2026-01-01T00:00:00Z", "configurationVersion": "1.0.0"}""", Reason.UnsupportedVersion)]
    public void Read_GivenAnExportThatCannotBeUsed_SaysWhyAndWhere(string metadata, Reason reason)
    {
        var finding = Files.Refused("{\n \"metadata\": " + metadata + ", \"systems\": {}}");

        Assert.Equal((reason, 2L), (finding.Reason, finding.Location!.Line));
        Assert.NotNull(finding.Remedy);
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Plan_GivenAnExportFileAsDestination_Refuses()
    {
        var export = """{"metadata": {"project": "p", "exportedAt": "2026-01-01T00:00:00Z"}, "systems": {}}"""u8.ToArray();

        Assert.Equal(Reason.NotEditable, Assert.Single(new Scenario { Source = new ProjectBuilder().SingleView("sv").Bytes(), Destination = export }.Problems()).Reason);
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Plan_GivenTwoVersions_WarnsOfTheDifference() => Assert.Contains(
        Scenario.Of(new ProjectBuilder().Version("2.1.0").SingleView("sv")).Plan().Warnings, warning => warning is { Reason: Reason.VersionMismatch, Rule: "F3" });

    [Fact]
    public void Read_GivenControlCharactersInADuplicateName_ShowsThemSafely() =>
        Assert.DoesNotContain('\u202E', Files.Refused("{\"systems\": {\"\u202Ex\": {}, \"\u202Ex\": {}}}").ToString());
}
