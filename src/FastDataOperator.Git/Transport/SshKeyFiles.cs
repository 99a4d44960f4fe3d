using System.Text;
using FastDataOperator.Git.Objects;

namespace FastDataOperator.Git.Transport;

/// <summary>A key as the files that ssh wants, in a directory of their own that only this user reads, gone when disposed. ssh needs them until the other
/// side has let it in and no longer.</summary>
internal sealed class SshKeyFiles : IDisposable
{
    /// <summary>Names of files in <see cref="Directory"/>, where ssh is started: a path could hold what its options take for more than a path.</summary>
    public const string Identity = "identity";

    public const string KnownHosts = "known_hosts";

    private const string Passphrase = "passphrase";
    private const string AskPassScript = "askpass";
    private const string Asked = "asked";

    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Only what the shell itself has: nothing else needs to be there. One line more in a file tells how often it was asked.</summary>
    private const string Script = $"""
        #!/bin/sh
        echo >>{Asked}
        IFS= read -r line <{Passphrase}
        printf '%s\n' "$line"

        """;

    private readonly ScratchDirectory _directory;

    private SshKeyFiles(ScratchDirectory directory, bool hasPassphrase)
    {
        _directory = directory;
        AskPass = hasPassphrase ? "./" + AskPassScript : null;
    }

    public string Directory => _directory.Path;

    /// <summary>The program that tells ssh the passphrase; null where there is none. The passphrase is in no argument and no variable.</summary>
    public string? AskPass { get; }

    /// <summary>Whether ssh asked again, as it does when the first answer did not open the key.</summary>
    public bool IsPassphraseWrong => AskPass is not null && new FileInfo(In(Asked)) is { Exists: true, Length: > 1 };

    /// <exception cref="IOException">The scratch root cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The scratch root cannot be written.</exception>
    public static SshKeyFiles Write(string scratchRoot, GitCredentials.SshKey key)
    {
        var files = new SshKeyFiles(ScratchDirectory.Create(scratchRoot), !string.IsNullOrEmpty(key.Passphrase));
        try
        {
            files.Write(Identity, SshIdentity.Text(key.PrivateKey), OwnerReadsAndWrites);
            files.Write(KnownHosts, SshIdentity.Text(key.KnownHosts), OwnerReadsAndWrites);
            if (files.AskPass is not null)
            {
                files.Write(Passphrase, key.Passphrase + "\n", OwnerReadsAndWrites);
                files.Write(AskPassScript, Script.ReplaceLineEndings("\n"), OwnerReadsAndWrites | UnixFileMode.UserExecute);
            }

            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose() => _directory.Dispose();

    private string In(string name) => Path.Combine(Directory, name);

    private void Write(string name, string content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var file = new FileStream(In(name), options);
        file.Write(Encoding.UTF8.GetBytes(content));
    }
}
