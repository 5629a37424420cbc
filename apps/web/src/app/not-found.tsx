import { NotHere } from "../frame/not-here.tsx";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <NotHere />
    </main>
  );
}
