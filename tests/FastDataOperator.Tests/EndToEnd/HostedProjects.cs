using System.Diagnostics;
using System.Globalization;
using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.Scenarios;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>A scenario's two repositories on the web server, a manifest and a Secret for them, and a folder to run <c>fastdata</c> in. Whatever it
/// prints is looked through for secrets and for terminal escapes.</summary>
internal sealed class HostedProjects : IDisposable
{
    private const string Scenario = "add-into-sorted-maps";
    private const string Configuration = "fastdata-config.json";
    private readonly TemporaryDirectory _directory = new();

    public HostedProjects(SharedGitServer server)
    {
        (Source, SourceUrl) = server.Create("source");
        (Destination, DestinationUrl) = server.Create("destination");
        Source.Commit("main", Folder.Files("source"));
        Before = Destination.Commit("main", Folder.Files("before"));
        File.WriteAllText(this["import.yaml"], Manifest());
        File.WriteAllText(this["secret.yaml"], Secret(SharedGitServer.Password));
    }

    public static ScenarioFolder Folder { get; } = new(Scenario);

    public TestRepository Source { get; }

    public string SourceUrl { get; }

    public TestRepository Destination { get; }

    public string DestinationUrl { get; }

    /// <summary>Where the destination's branch was at the beginning.</summary>
    public string Before { get; }

    public string? Tip => Destination.Tip("main");

    /// <summary>A file of the folder.</summary>
    public string this[string file] => _directory[file];

    /// <summary>The address with user and password in it, as the command line takes it.</summary>
    public static string WithPassword(string url) =>
        url.Replace("://", $"://{SharedGitServer.User}:{Uri.EscapeDataString(SharedGitServer.Password)}@", StringComparison.Ordinal);

    /// <summary>The scenario's manifest, with the addresses on the server and the Secret that goes with them.</summary>
    public string Manifest(string? destinationUrl = null) => File.ReadAllText(Folder["import.yaml"])
        .Replace("      url: ./source.git\n", $"      url: {SourceUrl}\n      secretRef: {{ name: git }}\n", StringComparison.Ordinal)
        .Replace("{ url: ./destination.git }", $"{{ url: {destinationUrl ?? DestinationUrl}, secretRef: {{ name: git }} }}", StringComparison.Ordinal);

    public static string Secret(string password) => $"""
        apiVersion: v1
        kind: Secret
        metadata: {"{"} name: git, namespace: reading-room {"}"}
        stringData: {"{"} username: {SharedGitServer.User}, password: "{password}" {"}"}

        """;

    /// <summary>The destination's files as a person without Git has them.</summary>
    public void LayOutFiles()
    {
        foreach (var file in Folder.Files("before"))
        {
            File.WriteAllBytes(this[file.Path], file.Content.ToArray());
        }
    }

    public Task<ProgramRun> RunAsync(params string[] arguments) => RunAsync(default(ReadOnlyMemory<byte>), arguments);

    public async Task<ProgramRun> RunAsync(ReadOnlyMemory<byte> input, params string[] arguments) =>
        Checked(await ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, arguments, input));

    /// <summary>Starts it, and interrupts it as Ctrl-C does once something has happened.</summary>
    public async Task<ProgramRun> InterruptAsync(Task happened, params string[] arguments)
    {
        using var process = ProgramRun.Start(ProgramRun.FastData, _directory.Path, arguments);
        await happened.WaitAsync(TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return Checked(await ProgramRun.FinishAsync(process));
    }

    /// <summary>The configuration in the destination's newest commit, in bytes.</summary>
    public async Task<byte[]> ResultAsync() =>
        (await ProgramRun.RunAsync("git", Destination.Path, ["cat-file", "blob", $"main:{Configuration}"])).OutputBytes.ToArray();

    /// <summary>Nothing but what a test put there lies in the folder.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_directory.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public void Dispose() => _directory.Dispose();

    private static ProgramRun Checked(ProgramRun run)
    {
        var all = run.Output + run.Error;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SharedGitServer.User}:{SharedGitServer.Password}"));
        Assert.All(
            [SharedGitServer.Password, Uri.EscapeDataString(SharedGitServer.Password), WrongPassword, basic],
            secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\u001b', all);
        Assert.DoesNotContain("   at FastDataOperator", all, StringComparison.Ordinal);
        return run;
    }

    /// <summary>One that the server does not know.</summary>
    public const string WrongPassword = TestSecrets.Canary + "-wr0ng-h0rse";
}
