using System.Diagnostics;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>Keys made with <c>ssh-keygen</c>. Needs the package openssh-client.</summary>
public sealed class SshKeys : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _count;

    /// <summary>Makes a key pair and returns the private key's file; the public key's has <c>.pub</c> at its end.</summary>
    /// <param name="options">As ssh-keygen takes them: <c>-t rsa -b 3072</c>.</param>
    public string Generate(string options, string passphrase = "")
    {
        var file = _directory[$"id-{Interlocked.Increment(ref _count)}"];
        Run(["-q", .. options.Split(' '), "-N", passphrase, "-C", "signer@example.com", "-f", file]);
        TestSecrets.RegisterSshKey(File.ReadAllText(file), File.ReadAllText(file + ".pub"));
        if (passphrase.Length > 0)
        {
            TestSecrets.Register(passphrase);
        }

        return file;
    }

    /// <summary>A file of signers as Git wants it (<c>gpg.ssh.allowedSignersFile</c>), each of them anybody.</summary>
    public string Allow(params string[] keys)
    {
        var file = _directory[$"allowed-{Interlocked.Increment(ref _count)}"];
        File.WriteAllLines(file, keys.Select(static key => "* " + File.ReadAllText(key + ".pub").Trim()));
        return file;
    }

    /// <summary>An armored signature over a text.</summary>
    public string Sign(string key, ReadOnlyMemory<byte> text, string purpose = "git", params string[] options)
    {
        var file = _directory[$"text-{Interlocked.Increment(ref _count)}"];
        File.WriteAllBytes(file, text.ToArray());
        Run(["-q", "-Y", "sign", "-f", key, "-n", purpose, .. options, file]);
        return File.ReadAllText(file + ".sig");
    }

    public void Dispose() => _directory.Dispose();

    private static void Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("ssh-keygen did not start; install the package openssh-client.");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ssh-keygen {string.Join(' ', arguments)} failed: {output}{errors.GetAwaiter().GetResult()}");
        }
    }
}
