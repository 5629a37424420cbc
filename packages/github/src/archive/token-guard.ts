import { AppError } from "@pulse/kit";
import { TokenType } from "@streamparser/json";

type Token = { readonly token: TokenType; readonly value: unknown; readonly offset: number };

const mebibyte = 1 << 20;
// GitHub allows a body 65,536 characters: 384 KiB when each is escaped as \uXXXX.
const maxTokenBytes = 2 * mebibyte;
const maxElementBytes = 64 * mebibyte;
const maxDepth = 32;
const opening: readonly TokenType[] = [TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET];
const closing: readonly TokenType[] = [TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET];

/**
 * Watches the tokens of a file for what a parser would swallow until memory ends, and for the wrong kind of document. What it throws is
 * `invalid`, with the offset of the fault in its details.
 */
export class TokenGuard {
  readonly #lists: readonly string[];
  readonly #seen = new Set<string>();
  #depth = 0;
  #isKeyNext = false;
  #member: string | null = null;
  #elementOffset = 0;
  #lastOffset = 0;
  #hasBegun = false;

  constructor(lists: readonly string[]) {
    this.#lists = lists;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isDone(): boolean {
    return this.#hasBegun && this.#depth === 0;
  }

  /** Where the newest token began. */
  get lastOffset(): number {
    return this.#lastOffset;
  }

  /** Whether the object has had a member of this name. */
  hasSeen(member: string): boolean {
    return this.#seen.has(member);
  }

  check(token: Token): void {
    this.#lastOffset = token.offset;
    if (!this.#hasBegun) this.#checkFirst(token);
    else if (this.#depth === 0) throw fault("the file goes on after the end of its JSON", token.offset);
    if (this.#depth === 1) this.#checkMember(token);
    if (opening.includes(token.token)) this.#open(token);
    if (closing.includes(token.token)) this.#depth -= 1;
  }

  /** To be called after each chunk: `offset` bytes have been read. */
  checkProgress(offset: number): void {
    if (offset - this.#lastOffset > maxTokenBytes) {
      throw fault(
        `a value of more than ${maxTokenBytes / mebibyte} MB, where no text on GitHub is as long,`,
        this.#lastOffset,
      );
    }
    if (this.#depth > 2 && offset - this.#elementOffset > maxElementBytes) {
      throw fault(`an item of more than ${maxElementBytes / mebibyte} MB`, this.#elementOffset);
    }
  }

  #checkFirst({ token, offset }: Token): void {
    this.#hasBegun = true;
    if (token === TokenType.LEFT_BRACE) return;
    if (token !== TokenType.LEFT_BRACKET) throw fault("this is JSON, but no archive: expected an object", offset);
    throw fault(
      "this is a JSON list, as GitHub's REST API gives it, and no archive: expected an object with issues and pulls",
      offset,
    );
  }

  #checkMember({ token, value, offset }: Token): void {
    if (token === TokenType.STRING && this.#isKeyNext) {
      this.#member = String(value);
      if (this.#seen.has(this.#member)) throw fault("a member that the file already had", offset);
      this.#seen.add(this.#member);
      this.#isKeyNext = false;
    } else if (token === TokenType.COMMA) this.#isKeyNext = true;
    else if (token !== TokenType.COLON) this.#checkIsList(token, offset);
  }

  #checkIsList(token: TokenType, offset: number): void {
    if (this.#member === null || !this.#lists.includes(this.#member)) return;
    const isEnd = token === TokenType.RIGHT_BRACE;
    if (token !== TokenType.LEFT_BRACKET && !isEnd) throw fault(`${this.#member} must be a list`, offset);
  }

  #open({ offset }: Token): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw fault(`more than ${maxDepth} levels of nesting`, offset);
    if (this.#depth === 1) this.#isKeyNext = true;
    if (this.#depth === 3) this.#elementOffset = offset;
  }
}

function fault(message: string, offset: number): AppError {
  return new AppError("invalid", message, { details: { offset } });
}
