"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "./button.tsx";

const thanksMs = 2_000;

export function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), thanksMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };

  return (
    <Button look="quiet" className="shrink-0 px-2.5" onClick={() => void copy()} aria-label="Copy the command">
      {isCopied ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
      <span aria-live="polite">{isCopied ? "Copied" : "Copy"}</span>
    </Button>
  );
}
