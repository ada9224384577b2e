import type { FormEvent } from 'react';

/** A filter that a person writes or chooses; `options` are value and words, besides "Any". */
export type FilterField = {
  name: string;
  label: string;
  type?: 'date';
  placeholder?: string;
  options?: readonly (readonly [value: string, words: string])[];
};
export type FilterValues = Readonly<Record<string, string>>;

type FilterFormProps = {
  label: string;
  fields: readonly FilterField[];
  values: FilterValues;
  onApply: (values: FilterValues) => void;
};

/** The address keeps the filter, so that it can be sent to somebody; the form only shows and changes it. */
export function FilterForm({ label, fields, values, onApply }: FilterFormProps) {
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onApply(Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()])));
  };
  return (
    // Another filter in the address is another form: the fields begin with what it says.
    <form key={JSON.stringify(values)} className="card filters" aria-label={label} onSubmit={apply}>
      <div className="filter-fields">
        {fields.map((field) => (
          <Field key={field.name} field={field} value={values[field.name] ?? ''} />
        ))}
      </div>
      <div className="actions">
        <button type="submit" className="primary">
          Search
        </button>
        {Object.keys(values).length > 0 && (
          <button type="button" className="plain" onClick={() => onApply({})}>
            Clear the filters
          </button>
        )}
      </div>
    </form>
  );
}

function Field({ field, value }: { field: FilterField; value: string }) {
  const { name, label, type = 'text', placeholder, options } = field;
  const id = `filter-${name}`;
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {options ? (
        <select id={id} name={name} defaultValue={value}>
          <option value="">Any</option>
          {options.map(([option, words]) => (
            <option key={option} value={option}>
              {words}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} name={name} type={type} defaultValue={value} placeholder={placeholder} />
      )}
    </div>
  );
}
