using FastDataOperator.Testing;
using FastDataOperator.Tests.EndToEnd;

namespace FastDataOperator.Tests.Samples;

/// <summary>The README's first command.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Quickstart_GivenAnEmptyFolder_TellsTheWholeStory()
    {
        var run = await ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, ["quickstart"]);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "✓"], run.Output.Split('\n').Where(line => line.Length > 2 && line[1..3] == "  " && "123456789✓".Contains(line[0], StringComparison.Ordinal)).Select(line => line[..1]));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Equal("3", GitCommand.Run(_directory["fastdata-quickstart/marketing.git"], "rev-list", "--count", "main"));
        Assert.Equal("2", GitCommand.Run(_directory["fastdata-quickstart/customer-core.git"], "rev-list", "--count", "main"));
    }

    [Fact]
    public async Task Quickstart_GivenAFolderThatIsThere_RefusesAndLeavesIt()
    {
        var run = await ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, ["quickstart", _directory.Path]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is there already", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }
}
