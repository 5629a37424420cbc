type FilterChoiceProps = {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
};

/** One line of a list in which several can be chosen. */
export function FilterChoice({ name, isChosen, onChange }: FilterChoiceProps) {
  return (
    <li>
      <label className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-6 px-2.5 text-13 hover:bg-hover">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0 break-words">{name}</span>
      </label>
    </li>
  );
}
