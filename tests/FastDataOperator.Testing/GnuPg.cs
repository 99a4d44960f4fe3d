using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A GnuPG with keys of its own, and its agent for as long as this is not disposed. Needs the package gnupg.</summary>
public sealed partial class GnuPg : IDisposable
{
    /// <summary>Of every key that is made here.</summary>
    public const string Passphrase = TestSecrets.Canary + "-passphrase-of-gpg";

    /// <summary>In the temporary directory itself: the agent's socket has a short path.</summary>
    private readonly TemporaryDirectory _home = new();

    public GnuPg() => Program = WriteProgram("gpg", "");

    /// <summary>What Git calls as <c>gpg.program</c>.</summary>
    public string Program { get; }

    /// <summary>One that believes that it is another time, such as <c>20240102T030405</c>; for <c>gpg.program</c> and for <see cref="Generate"/>.</summary>
    public string ProgramAt(string time) => WriteProgram("gpg-" + time, $"--faked-system-time {time}");

    /// <summary>Makes a key and returns its fingerprint.</summary>
    /// <param name="algorithm">As gpg names it: <c>rsa3072</c>, <c>ed25519</c>.</param>
    /// <param name="usage"><c>sign</c>, or <c>cert</c> for one that only has subkeys sign.</param>
    public string Generate(string algorithm, string usage = "sign", string expires = "never", string? program = null)
    {
        var name = $"Signer {Guid.NewGuid():N} <signer@example.com>";
        Run(program ?? Program, "--quick-generate-key", name, algorithm, usage, expires);
        return Fingerprint().Match(Run(program ?? Program, "--with-colons", "--list-keys", "=" + name)).Groups[1].Value;
    }

    public void AddSubkey(string fingerprint, string algorithm, string usage = "sign", string expires = "never") =>
        Run(Program, "--quick-add-key", fingerprint, algorithm, usage, expires);

    /// <summary>With the certificate that gpg wrote when it made the key.</summary>
    public void Revoke(string fingerprint)
    {
        var certificate = _home["revoke.asc"];
        File.WriteAllText(certificate, File.ReadAllText(_home[$"openpgp-revocs.d/{fingerprint}.rev"]).Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal));
        Run(Program, "--import", certificate);
    }

    /// <summary>The first of its subkeys.</summary>
    public void RevokeSubkey(string fingerprint) => RunInteractively("key 1\nrevkey\ny\n0\n\ny\nsave\n", "--edit-key", fingerprint);

    public byte[] ExportPublic(params string[] fingerprints) => Encoding.ASCII.GetBytes(Run(Program, ["--armor", "--export", .. fingerprints]));

    public byte[] ExportPrivate(string fingerprint) => ExportPrivate("--export-secret-keys", fingerprint);

    /// <summary>Without the primary key's own secret.</summary>
    public byte[] ExportPrivateSubkeys(string fingerprint) => ExportPrivate("--export-secret-subkeys", fingerprint);

    /// <summary>A detached, armored signature over a text.</summary>
    public string Sign(string fingerprint, ReadOnlyMemory<byte> text, params string[] options)
    {
        var file = _home["text"];
        File.WriteAllBytes(file, text.ToArray());
        return Run(Program, [.. options, "--armor", "--local-user", fingerprint, "--output", "-", "--detach-sign", file]);
    }

    public string Run(params string[] arguments) => Run(Program, arguments);

    public void Dispose()
    {
        using (var end = Start("gpgconf", ["--homedir", _home.Path, "--kill", "all"]))
        {
            end.WaitForExit();
        }

        _home.Dispose();
    }

    /// <summary>It begins as the public key does.</summary>
    private byte[] ExportPrivate(string command, string fingerprint) =>
        Encoding.ASCII.GetBytes(TestSecrets.Register(Run(Program, "--armor", command, fingerprint), known: Run(Program, "--armor", "--export", fingerprint)));

    private void RunInteractively(string answers, params string[] arguments) => RunWith(Program, answers, ["--command-fd", "0", .. arguments]);

    private static string Run(string program, params string[] arguments) => RunWith(program, "", arguments);

    private static string RunWith(string program, string input, IReadOnlyList<string> arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"gpg {string.Join(' ', arguments)} failed: {output}{errors.GetAwaiter().GetResult()}");
    }

    private static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException("gpg did not start; install the package gnupg.");
    }

    private string WriteProgram(string name, string options)
    {
        var file = _home[name];
        ExecutableFile.Write(file, $"#!/bin/sh\nexec gpg --homedir '{_home.Path}' --batch --yes --no-tty --pinentry-mode loopback --passphrase {Passphrase} {options} \"$@\"\n");
        return file;
    }

    [GeneratedRegex(@"^fpr:+([0-9A-F]{40}):", RegexOptions.Multiline)]
    private static partial Regex Fingerprint();
}
