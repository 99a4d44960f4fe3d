using System.Text;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests.Signatures;

/// <summary>A repository whose commits and tags are signed by <c>git</c> itself, and checked by ours.</summary>
internal sealed class SigningRepository : IDisposable
{
    public const string Tag = "v1.0.0";
    private readonly TemporaryDirectory _directory = new();
    private readonly GitWorld _world = new();

    public SigningRepository()
    {
        Repository = TestRepository.CreateWithWorkTree(_directory["a"]);
        Repository.Commit("main", new TestFile("config.json", "{}"));
    }

    public TestRepository Repository { get; }

    public static TrustedSigners OpenPgp(params byte[][] keys) => Read([.. keys.Select(static (key, at) => new SignerFile($"{at}.asc", key))], []);

    public static TrustedSigners Ssh(params string[] files) => Read([], [.. files.Select(static file => new SignerFile(file, File.ReadAllBytes(file + ".pub")))]);

    public static TrustedSigners Read(IReadOnlyList<SignerFile> openPgp, IReadOnlyList<SignerFile> ssh) =>
        TrustedSigners.TryRead(openPgp, ssh, out var signers, out var problem) ? signers : throw new ArgumentException(problem);

    public static string[] Gpg(string program, string key) => ["-c", $"gpg.program={program}", "-c", $"user.signingKey={key}"];

    public static string[] OpenSsh(string key) => ["-c", "gpg.format=ssh", "-c", $"user.signingKey={key}"];

    /// <summary>A commit and a tag of it, both signed.</summary>
    public void Sign(params string[] options)
    {
        Repository.Git([.. options, "commit", "-q", "--allow-empty", "-S", "-m", "Signed, with ünicode\n\nand a body\n"]);
        Repository.Git([.. options, "tag", "-f", "-s", "-m", "Release\n\nnotes\n", Tag]);
    }

    /// <summary>Puts an object in the tip's place.</summary>
    public string Forge(Func<string, string> change)
    {
        var forged = change(Content("main"));
        var id = GitCommand.Run(Repository.Path, Encoding.UTF8.GetBytes(forged), "hash-object", "-t", "commit", "-w", "--stdin", "--literally");
        Repository.Git("update-ref", "refs/heads/main", id);
        return id;
    }

    /// <summary>Puts an object in the tag's place.</summary>
    public void ForgeTag(Func<string, string> change, string name = Tag)
    {
        var forged = change(GitCommand.Run(Repository.Path, "cat-file", "tag", Tag) + "\n");
        var id = GitCommand.Run(Repository.Path, Encoding.UTF8.GetBytes(forged), "hash-object", "-t", "tag", "-w", "--stdin", "--literally");
        Repository.Git("update-ref", $"refs/tags/{name}", id);
    }

    /// <summary>A commit as it is, without its last line break.</summary>
    public string Content(string commit) => Repository.Git("cat-file", "commit", commit);

    public async Task<SignatureCheck> CheckAsync(TrustedSigners signers, SignedObjects objects = SignedObjects.Commit, string? tag = null)
    {
        using var snapshot = await _world.FetchAsync(Repository.Path, tag is null && objects == SignedObjects.Commit ? GitReference.Default : GitWorld.Tag(tag ?? Tag));
        return snapshot.Verify(objects, signers, TimeProvider.System.GetUtcNow());
    }

    /// <summary>What is wrong with the commit or the tag.</summary>
    public async Task<string> ProblemAsync(TrustedSigners signers, SignedObjects objects = SignedObjects.Commit, string? tag = null) =>
        Assert.IsType<SignatureCheck.Bad>(await CheckAsync(signers, objects, tag)).Problem;

    public void Dispose()
    {
        _world.Dispose();
        _directory.Dispose();
    }
}
