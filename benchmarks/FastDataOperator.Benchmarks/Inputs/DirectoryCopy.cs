using System.Diagnostics;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>Copies directories, with all their files or with links to them. A repository may be linked: Git replaces files and never
/// writes into them.</summary>
internal static class DirectoryCopy
{
    public static Task LinkAsync(string from, string to, CancellationToken cancellationToken) => RunAsync(["--archive", "--link", from, to], cancellationToken);

    public static Task CopyAsync(string from, string to, CancellationToken cancellationToken) => RunAsync(["--archive", from, to], cancellationToken);

    private static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var copy = Process.Start("cp", arguments);
        await copy.WaitForExitAsync(cancellationToken);
        if (copy.ExitCode != 0)
        {
            throw new InvalidOperationException($"cp ended with exit code {copy.ExitCode}");
        }
    }
}
