using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests.Signatures;

/// <summary>What <c>git</c> and <c>ssh-keygen</c> sign.</summary>
public sealed class SshVerificationTests : IDisposable
{
    private readonly SigningRepository _repository = new();
    private readonly SshKeys _keys = new();

    public void Dispose()
    {
        _keys.Dispose();
        _repository.Dispose();
    }

    [Theory]
    [InlineData("-t ed25519")]
    [InlineData("-t rsa -b 3072")]
    [InlineData("-t ecdsa -b 256")]
    [InlineData("-t ecdsa -b 384")]
    [InlineData("-t ecdsa -b 521")]
    public async Task Verify_OfWhatSshKeygenSigned_IsGood(string kind)
    {
        var (key, other) = (_keys.Generate(kind), _keys.Generate("-t ed25519"));
        _repository.Sign(SigningRepository.OpenSsh(key));

        var check = await _repository.CheckAsync(SigningRepository.Ssh(other, key), SignedObjects.Commit | SignedObjects.Tag);

        Assert.StartsWith("SSH key SHA256:", Assert.IsType<SignatureCheck.Good>(check).By, StringComparison.Ordinal);
        Assert.Contains("which is not among those that are trusted", await _repository.ProblemAsync(SigningRepository.Ssh(other)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-t ed25519")]
    [InlineData("-t rsa -b 2048")]
    [InlineData("-t ecdsa -b 256")]
    public async Task Verify_OfAForgedCommit_Refuses(string kind)
    {
        var key = _keys.Generate(kind);
        _repository.Sign(SigningRepository.OpenSsh(key));
        _repository.Forge(static content => content.Replace("Signed,", "Forged,", StringComparison.Ordinal) + "\n");

        Assert.Contains("was changed after it was signed", await _repository.ProblemAsync(SigningRepository.Ssh(key)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git", "sha512", null)]
    [InlineData("git", "sha256", null)]
    [InlineData("file", "sha512", "was made for something else than Git")]
    [InlineData("git2", "sha512", "was made for something else than Git")]
    public async Task Verify_OfAnotherNamespace_Refuses(string purpose, string hash, string? problem)
    {
        var key = _keys.Generate("-t ed25519");
        _repository.Forge(content => OpenPgpVerificationTests.Insert(content, _keys.Sign(key, Encoding.UTF8.GetBytes(content + "\n"), purpose, "-O", "hashalg=" + hash)));

        var check = await _repository.CheckAsync(SigningRepository.Ssh(key));

        if (problem is null)
        {
            Assert.IsType<SignatureCheck.Good>(check);
        }
        else
        {
            Assert.EndsWith(problem, Assert.IsType<SignatureCheck.Bad>(check).Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n -----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAAAf////8=\n -----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----")]
    public async Task Verify_OfABrokenSignature_Refuses(string signature)
    {
        _repository.Forge(content => content.Insert(content.IndexOf("\n\n", StringComparison.Ordinal) + 1, $"gpgsig {signature}\n") + "\n");

        Assert.EndsWith(" has a signature that is broken", await _repository.ProblemAsync(SigningRepository.Ssh(_keys.Generate("-t ed25519"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfAnRsaSignatureWithSha1_Refuses()
    {
        using var rsa = RSA.Create(2048);
        var publicKey = rsa.ExportParameters(includePrivateParameters: false);
        var blob = new ArrayBufferWriter<byte>();
        SshWire.Write(blob, "ssh-rsa");
        SshWire.Write(blob, publicKey.Exponent);
        SshWire.Write(blob, (byte[])[0, .. publicKey.Modulus!]);
        Assert.True(SshPublicKey.TryRead(blob.WrittenMemory, out var key, out var problem), problem);
        var text = Encoding.ASCII.GetBytes("what is signed");

        Assert.True(key.Verify(text, Signature("rsa-sha2-256", HashAlgorithmName.SHA256)));
        Assert.False(key.Verify(text, [.. Signature("rsa-sha2-256", HashAlgorithmName.SHA256), 0]));
#pragma warning disable CA5350 // what is to be refused
        Assert.False(key.Verify(text, Signature("ssh-rsa", HashAlgorithmName.SHA1)));
#pragma warning restore CA5350

        byte[] Signature(string algorithm, HashAlgorithmName hash)
        {
            var signature = new ArrayBufferWriter<byte>();
            SshWire.Write(signature, algorithm);
            SshWire.Write(signature, rsa.SignData(text, hash, RSASignaturePadding.Pkcs1));
            return signature.WrittenSpan.ToArray();
        }
    }

    [Theory]
    [InlineData("-t rsa -b 1024", "holds a key in line 1 that has 1024 bits;")]
    public void Read_OfAWeakKey_SaysSo(string kind, string problem)
    {
        var key = _keys.Generate(kind);

        Assert.False(TrustedSigners.TryRead([], [new SignerFile("a.pub", File.ReadAllBytes(key + ".pub"))], out _, out var found));
        Assert.StartsWith("a.pub " + problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* {0}")]
    [InlineData("namespaces=\"git\" {0}")]
    [InlineData("ssh-rsa AAAA")]
    [InlineData("ssh-rsa{0}")]
    public void Read_OfWhatIsNoPublicKey_SaysInWhichLine(string line)
    {
        var key = File.ReadAllText(_keys.Generate("-t ed25519") + ".pub").Trim();
        var content = $"# ours\n\n{key}\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, line, line.StartsWith("ssh-rsa", StringComparison.Ordinal) ? key["ssh-ed25519".Length..] : key)}\n";

        Assert.False(TrustedSigners.TryRead([], [new SignerFile("a.pub", Encoding.ASCII.GetBytes(content))], out _, out var found));
        Assert.StartsWith("a.pub holds no public key in line 4", found, StringComparison.Ordinal);
    }
}
