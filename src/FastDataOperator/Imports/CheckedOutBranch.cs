using System.ComponentModel;
using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Imports;

/// <summary>A repository with a work tree takes no push to the branch that is checked out there: said before anything is planned.</summary>
internal static class CheckedOutBranch
{
    /// <exception cref="ImportRefusedException">The destination is such a repository on this machine.</exception>
    public static void Refuse(ProjectLocation destination, string branch)
    {
        if (!destination.Address.IsLocal || !IsCheckedOut(destination.Address.Display, branch))
        {
            return;
        }

        throw new ImportRefusedException(new Finding
        {
            Reason = Reason.InvalidValue,
            Rule = "G1",
            Message = $"{PlainText.Line(destination.Repository, 300)} is not bare, and {PlainText.Line(branch, 80)} is checked out there: Git takes no push to it",
            Remedy = "give a bare repository or another branch, or use --destination-file",
        });
    }

    private static bool IsCheckedOut(string path, string branch)
    {
        var folder = Path.GetFileName(path) == ".git" ? path : Path.Combine(path, ".git");
        try
        {
            return Directory.Exists(folder)
                && File.ReadAllText(Path.Combine(folder, "HEAD")).Trim() == $"ref: refs/heads/{branch}"
                && Ask(folder, "core.bare") is not "true"
                && Ask(folder, "receive.denyCurrentBranch")?.ToUpperInvariant() is null or "REFUSE" or "TRUE" or "YES" or "ON" or "1";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Win32Exception)
        {
            // Then Git itself says it at the push.
            return false;
        }
    }

    /// <summary>A setting of the repository, from wherever Git takes it.</summary>
    private static string? Ask(string folder, string setting)
    {
        var start = new ProcessStartInfo("git", [$"--git-dir={folder}", "config", "--get", setting]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var git = Process.Start(start);
        if (git is null)
        {
            return null;
        }

        var value = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? value : null;
    }
}
