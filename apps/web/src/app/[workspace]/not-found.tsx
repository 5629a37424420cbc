import { NotHere } from "../../frame/not-here.tsx";

export default function NotFoundInWorkspace() {
  return (
    <div className="grid min-h-[60vh] place-items-center">
      <NotHere />
    </div>
  );
}
