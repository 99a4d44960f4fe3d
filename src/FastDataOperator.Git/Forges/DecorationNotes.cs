using System.Net;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges;

/// <summary>Which labels and reviewers a forge did not take, and why.</summary>
internal sealed class DecorationNotes
{
    /// <summary>Statuses by which forges say that they do not take this label or reviewer, or not from this token.</summary>
    public static readonly IReadOnlyList<HttpStatusCode> Refusals =
        [HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity];

    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All => _notes;

    public void Add(string kind, string name, string why) => _notes.Add($"the {kind} {name} was not set: {why}");

    /// <param name="kind"><c>label</c> or <c>reviewer</c>.</param>
    public void Add(string kind, string name, ForgeAnswer answer) =>
        Add(kind, name, answer.Words.Length > 0 ? answer.Words : $"the forge refuses it (HTTP {(int)answer.Status})");

    /// <summary>Asks for all at once, and one by one if the forge does not take them together.</summary>
    public async Task TryAsync(string kind, IReadOnlyList<string> names, Func<IReadOnlyList<string>, Task<ForgeAnswer>> ask)
    {
        if (names.Count == 0)
        {
            return;
        }

        var answer = await ask(names);
        if (answer.IsSuccess)
        {
            return;
        }

        if (names.Count == 1)
        {
            Add(kind, names[0], answer);
            return;
        }

        foreach (var name in names)
        {
            var single = await ask([name]);
            if (!single.IsSuccess)
            {
                Add(kind, name, single);
            }
        }
    }
}
