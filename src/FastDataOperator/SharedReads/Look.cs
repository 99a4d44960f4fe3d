using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.SharedReads;

/// <summary>What a look at a branch or a tag finds.</summary>
internal abstract record Look
{
    private Look()
    {
    }

    /// <summary>Equal for looks between which nothing moved; <see langword="null"/> for one that failed.</summary>
    public abstract string? Mark { get; }

    /// <param name="Branch">The branch itself, where the target named none, or the tag; <see langword="null"/> where it does not exist, and for a commit.</param>
    /// <param name="Tip"><see langword="null"/> in an empty repository, or where the branch or the tag does not exist.</param>
    internal sealed record Seen(string? Branch, string? Tip) : Look
    {
        /// <summary>Of a tag that has one, its own object: signed anew, it is another one for the same commit.</summary>
        public string? TagObject { get; init; }

        public override string? Mark => $"{Branch ?? "-"}@{Tip ?? "-"}{(TagObject is null ? "" : "^" + TagObject)}";

        public static Seen Of(BranchRevision revision) => new(revision.Branch, revision.Commit) { TagObject = revision.TagObject };

        /// <summary>As a status writes it; <see langword="null"/> where there is no commit.</summary>
        public string? Revision => Tip is null ? null : new BranchRevision(Branch, Tip).ToString();
    }

    internal sealed record Failed(GitException Failure) : Look
    {
        public override string? Mark => null;
    }

    public static async Task<Look> TakeAsync(GitClient client, LookTarget target, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await client.LookAsync(target.Address, target.Reference, target.Access, deadline, cancellationToken) switch
            {
                TipResult.Tip tip => new Seen(tip.Branch.Value, tip.Id.Value),
                TipResult.Tagged tagged => new Seen(tagged.Tag.Value, tagged.Id.Value) { TagObject = tagged.TagObject?.Value },
                TipResult.Pinned pinned => new Seen(null, pinned.Id.Value),
                TipResult.Empty empty => new Seen(empty.Branch.Value, null),
                _ => new Seen(null, null),
            };
        }
        catch (GitException failure)
        {
            return new Failed(failure);
        }
    }
}
