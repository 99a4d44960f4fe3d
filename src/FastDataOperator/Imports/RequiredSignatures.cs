using FastDataOperator.Api;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Imports;

/// <summary>What must be signed before it is used.</summary>
/// <param name="Objects">Each of them.</param>
/// <param name="Secret">Holds the public keys that count.</param>
internal sealed record RequiredSignatures(SignedObjects Objects, ObjectKey Secret);
