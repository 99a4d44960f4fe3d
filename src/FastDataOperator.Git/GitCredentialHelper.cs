using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git;

/// <summary>Asks the user's own Git credential helpers (gitcredentials(7)), without ever prompting.</summary>
public sealed class GitCredentialHelper(TimeProvider timeProvider)
{
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>What the helpers know for an address; <see cref="GitCredentials.None"/> for a local path, when they know nothing, when they
    /// do not answer in time, or without the <c>git</c> program.</summary>
    /// <param name="address">Its user name, where it has one, is the one asked for.</param>
    /// <param name="deadline">How long a helper may take.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<GitCredentials> FindAsync(RepositoryAddress address, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (address.Url is not { } url)
        {
            return GitCredentials.Anonymous;
        }

        var start = LocalGit.StartInfo(keepConfiguration: true, "credential", "fill");

        // An empty program is no program: without it, core.askPass and SSH_ASKPASS would be next.
        start.Environment["GIT_ASKPASS"] = "";
        start.Environment["GCM_INTERACTIVE"] = "never";

        using var timer = new CancellationTokenSource(deadline, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var process = Process.Start(start)!;
            await using var kill = linked.Token.Register(static state => ChildProgram.Kill((Process)state!), process);
            return await AskAsync(process, url, address.Credentials, linked.Token);
        }
        catch (Win32Exception)
        {
            return GitCredentials.Anonymous;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return GitCredentials.Anonymous;
        }
    }

    private static async Task<GitCredentials> AskAsync(Process process, Uri url, GitCredentials known, CancellationToken cancellationToken)
    {
        var answer = LocalGit.ReadBoundedAsync(process.StandardOutput.BaseStream, MaxAnswerBytes);
        var errors = LocalGit.ReadBoundedAsync(process.StandardError.BaseStream, ServerWords.MaxLength);
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(Question(url, known)), cancellationToken);
        process.StandardInput.Close();
        var text = Encoding.UTF8.GetString(await answer);
        await errors;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? Parse(text) : GitCredentials.Anonymous;
    }

    private static string Question(Uri url, GitCredentials known)
    {
        var question = new StringBuilder()
            .Append("protocol=").Append(url.Scheme).Append('\n')
            .Append("host=").Append(url.IsDefaultPort ? url.Host : url.Authority).Append('\n')
            .Append("path=").Append(Uri.UnescapeDataString(url.AbsolutePath).TrimStart('/').ReplaceLineEndings("")).Append('\n');
        if (known is GitCredentials.Basic { User.Length: > 0 } basic)
        {
            question.Append("username=").Append(basic.User.ReplaceLineEndings("")).Append('\n');
        }

        return question.Append('\n').ToString();
    }

    private static GitCredentials Parse(string answer)
    {
        string? user = null;
        string? password = null;
        foreach (var line in answer.Split('\n'))
        {
            if (line.StartsWith("username=", StringComparison.Ordinal))
            {
                user = line["username=".Length..];
            }
            else if (line.StartsWith("password=", StringComparison.Ordinal))
            {
                password = line["password=".Length..];
            }
        }

        return password is null ? GitCredentials.Anonymous : new GitCredentials.Basic(user ?? "", password);
    }
}
