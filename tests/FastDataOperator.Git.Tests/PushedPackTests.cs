using System.Net;
using System.Text;
using CsCheck;
using FastDataOperator.Git.Objects;
using FastDataOperator.Git.Packs;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>The pack of a push: what stays of the file is not sent again, and every server gets what it can take.</summary>
public sealed class PushedPackTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    /// <summary>Pieces of a new content: a slice of the old one (from, length), or so many foreign bytes (-1, length).</summary>
    private static Gen<(int From, int Length)[]> Pieces(int size) =>
        Gen.OneOf(
            Gen.Select(Gen.Int[0, size], Gen.Int[0, size]).Select((from, length) => (from, Math.Min(length, size - from))),
            Gen.Int[0, 700].Select(static length => (-1, length))).Array[1, 12];

    [Fact]
    public void Delta_AppliedToTheOldContent_IsTheNewContent() =>
        Gen.OneOf(Gen.Int[0, 300], Gen.Const(0x10000), Gen.Int[60_000, 300_000])
            .SelectMany(static size => Pieces(size).Select(pieces => (size, pieces)))
            .Sample(
                static sample =>
                {
                    using var blob = new BlobMemory(sample.size);
                    FetchTests.Noise(sample.size).CopyTo(blob.GetSpan());
                    var pieces = Cut(blob.Memory, sample.pieces);
                    var content = pieces.SelectMany(static piece => piece.ToArray()).ToArray();
                    var copied = sample.pieces.Where(static piece => piece.From >= 0).Sum(static piece => (long)piece.Length);

                    var delta = BlobDelta.Create(blob, pieces);

                    Assert.Equal(copied > content.Length / 2, delta is not null);
                    if (delta is not null)
                    {
                        using var written = new MemoryStream();
                        delta.WriteTo(written);
                        Assert.Equal(written.Length, delta.Length);
                        Assert.Equal(content, Apply(blob.GetSpan(), written.ToArray()));
                    }
                },
                iter: 300);

    [Fact]
    public async Task Publish_AnyPiecesOfTheFile_ArriveAsTheyAre()
    {
        var (repository, url) = web.Create();
        var text = Convert.ToHexString(FetchTests.Noise(200_000));
        repository.Git("config", "receive.fsckObjects", "true");

        await Pieces(text.Length).SampleAsync(
            async cuts =>
            {
                repository.Commit("main", new TestFile("a/b/config.json", text), new TestFile("c", "c"));
                using var snapshot = await _world.FetchAsync(url);
                var file = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("a/b/config.json")).Content;
                var content = GitWorld.Content("a/b/config.json") with { Pieces = [.. Cut(file, cuts), "\n."u8.ToArray()] };
                var expected = string.Concat(content.Pieces.Select(static piece => Encoding.Latin1.GetString(piece.Span)));

                Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

                Assert.Equal(expected, repository.ReadFile("main", "a/b/config.json"));
            },
            iter: 25, threads: 1);
        repository.Check();
    }

    [Theory]
    [InlineData("receive.fsckObjects")]
    [InlineData("transfer.fsckObjects")]
    public async Task Publish_ServerThatChecksObjects_TakesThem(string setting)
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("a/config.json", "{ \"first\": 1 }"), new TestFile("a-b", "x"), new TestFile("a.b", "x"));
        repository.Git("config", setting, "true");
        using var snapshot = await _world.FetchAsync(url);
        var file = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("a/config.json")).Content;

        var content = GitWorld.Content("a/config.json") with { Pieces = [file[..^2], ", \"second\": 2"u8.ToArray(), file[^2..]] };
        Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

        Assert.Equal("{ \"first\": 1, \"second\": 2 }", repository.ReadFile("main", "a/config.json"));
        repository.Check();
    }

    [Fact]
    public async Task Publish_ChangeInALargeFile_SendsTheChange()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { ExtraConfiguration = "client_max_body_size 4k;" });
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", Convert.ToHexString(FetchTests.Noise(2 << 20))));
        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"));
        var file = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("config.json")).Content;

        var content = GitWorld.Content("config.json") with { Pieces = [file[..1_000_000], "between"u8.ToArray(), file[1_000_000..]] };
        Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

        Assert.Equal("between", repository.ReadFile("main", "config.json")[1_000_000..1_000_007]);
    }

    [Fact]
    public async Task Publish_ServerCannotUseTheDelta_GetsTheWholeFile()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "the old content"));
        using var snapshot = await _world.FetchAsync(url);
        var file = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("config.json")).Content;
        var id = repository.Git("rev-parse", "main:config.json");
        File.Delete(Path.Combine(repository.Path, "objects", id[..2], id[2..]));

        var content = GitWorld.Content("config.json") with { Pieces = [file, "!"u8.ToArray()] };
        Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

        Assert.Equal("the old content!", repository.ReadFile("main", "config.json"));
    }

    [Fact]
    public async Task Publish_ServerCannotStoreAnything_IsRejectedInItsWords()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.Git("config", "receive.maxInputSize", "64");
        using var snapshot = await _world.FetchAsync(url);

        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Contains("maximum allowed size", result.ServerWords, StringComparison.Ordinal);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Theory]
    [InlineData("report-status side-band-64k no-thin object-format=sha1", false)]
    [InlineData("report-status side-band-64k object-format=sha1", true)]
    public async Task Push_Server_GetsThePackThatItTakes(string capabilities, bool isThin)
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer(
            "200 OK", "application/x-git-receive-pack-result", "002e\u0001000eunpack ok\n0017ok refs/heads/main\n00000000"u8));
        using var connections = new GitConnections(TimeProvider.System, _world.Scratch, new GitLimits(), RemotePolicy.Unrestricted, _world.Meter, Dns.GetHostAddressesAsync);
        using var old = new BlobMemory(1000);
        old.GetSpan().Fill((byte)'a');
        var repository = TestRepository.CreateBare(_world["a.git"]);
        var blob = repository.Git("hash-object", "-w", "--stdin");
        ReadOnlyMemory<byte>[] pieces = [old.Memory[..600], "b"u8.ToArray(), old.Memory[600..]];
        var objects = new NewObjects
        {
            Commit = CommitId.TryParse(new string('1', 40), out var id) ? id : default,
            CommitContent = Encoding.ASCII.GetBytes($"tree {new string('2', 40)}\nauthor a <a> 0 +0000\ncommitter a <a> 0 +0000\n\nx\n"),
            Trees = ["100644 a\0aaaaaaaaaaaaaaaaaaaa"u8.ToArray()],
            Blob = pieces,
            Delta = BlobDelta.Create(old, pieces),
            DeltaBase = Convert.FromHexString(blob),
        };

        var report = await GitOperation.RunAsync(
            connections, GitAction.Push, GitWorld.Address(server.Url), RemoteAccess.Anonymous, GitWorld.Deadline,
            operation =>
            {
                new ReceivePack(operation, new ReferenceAdvertisement(capabilities, []), GitWorld.Branch("main"), null).Push(objects);
                return operation.ServerReport;
            },
            GitWorld.Cancellation);

        Assert.Null(report.Status);
        var body = Assert.Single(server.Requests).Body;
        var pack = body[body.Span.IndexOf("PACK"u8)..];
        Assert.StartsWith($"{new string('0', 40)} {id.Value} refs/heads/main\0", Encoding.ASCII.GetString(body.Span[4..]), StringComparison.Ordinal);
        Assert.Contains("object-format=sha1", Encoding.ASCII.GetString(body.Span[..^pack.Length]), StringComparison.Ordinal);
        var index = () => GitCommand.Run(repository.Path, pack, "index-pack", "--stdin");
        if (isThin)
        {
            Assert.Contains("unresolved", Assert.Throws<InvalidOperationException>(index).Message, StringComparison.Ordinal);
        }
        else
        {
            index();
            var whole = new string('a', 600) + "b" + new string('a', 400);
            Assert.Equal(whole, repository.Git("cat-file", "blob", GitCommand.Run(repository.Path, Encoding.ASCII.GetBytes(whole), "hash-object", "--stdin")));
        }
    }

    private static ReadOnlyMemory<byte>[] Cut(ReadOnlyMemory<byte> old, (int From, int Length)[] cuts) =>
        [.. cuts.Select(cut => cut.From < 0
            ? Encoding.ASCII.GetBytes(new string('#', cut.Length))
            : old.Slice(Math.Min(cut.From, old.Length), Math.Min(cut.Length, old.Length - Math.Min(cut.From, old.Length))))];

    /// <summary>gitformat-pack(5), written down once more, from the reader's side.</summary>
    private static byte[] Apply(ReadOnlySpan<byte> old, ReadOnlySpan<byte> delta)
    {
        var at = 0;
        Assert.Equal(old.Length, ReadSize(delta, ref at));
        var size = ReadSize(delta, ref at);
        var content = new List<byte>();
        while (at < delta.Length)
        {
            int code = delta[at++];
            if ((code & 0x80) == 0)
            {
                Assert.NotEqual(0, code);
                content.AddRange(delta.Slice(at, code));
                at += code;
                continue;
            }

            int offset = 0, length = 0;
            for (var bit = 0; bit < 7; bit++)
            {
                if ((code & (1 << bit)) != 0)
                {
                    var value = delta[at++];
                    offset |= bit < 4 ? value << (8 * bit) : 0;
                    length |= bit < 4 ? 0 : value << (8 * (bit - 4));
                }
            }

            content.AddRange(old.Slice(offset, length == 0 ? 0x10000 : length));
        }

        Assert.Equal(size, content.Count);
        return [.. content];
    }

    private static int ReadSize(ReadOnlySpan<byte> delta, ref int at)
    {
        var size = 0;
        for (var shift = 0; ; shift += 7)
        {
            var value = delta[at++];
            size |= (value & 0x7f) << shift;
            if ((value & 0x80) == 0)
            {
                return size;
            }
        }
    }
}
